package polyclinic.gateway.identityprovider;

/** The identity provider refused a code or a refresh token: it is unknown, used, over or taken back. */
public final class GrantRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    GrantRefused(String error) {
        super("the identity provider says " + error, null, false, false);
    }
}
