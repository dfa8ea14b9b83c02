package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.contracts.RoleTable}; here until its users have moved. */
public abstract class RoleTable extends polyclinic.commons.testing.contracts.RoleTable {}
