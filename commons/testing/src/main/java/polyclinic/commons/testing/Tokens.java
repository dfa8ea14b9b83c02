package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.web.Tokens}; here until its users have moved. */
public final class Tokens extends polyclinic.commons.testing.web.Tokens {
    private Tokens() {}
}
