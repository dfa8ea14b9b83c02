package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.contracts.BadInput}; here until its users have moved. */
public abstract class BadInput extends polyclinic.commons.testing.contracts.BadInput {}
