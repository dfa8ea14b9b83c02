package polyclinic.gateway.identityprovider;

/** A token is not what it is said to be: signature, issuer, audience, times or one of its claims are wrong. */
public final class TokenRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    TokenRefused(String reason) {
        super(reason, null, false, false);
    }
}
