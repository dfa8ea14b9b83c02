package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.contracts.Structure}; here until its users have moved. */
public abstract class Structure extends polyclinic.commons.testing.contracts.Structure {}
