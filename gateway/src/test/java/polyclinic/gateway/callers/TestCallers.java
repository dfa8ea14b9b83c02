package polyclinic.gateway.callers;

/** Callers for tests that ask nobody whether a token is good. */
public final class TestCallers {
    private TestCallers() {}

    public static SignedInCaller of(String token) {
        return SignedInCaller.of(token);
    }
}
