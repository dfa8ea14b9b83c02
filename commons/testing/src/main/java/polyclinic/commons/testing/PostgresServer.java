package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.servers.PostgresServer}; here until its users have moved. */
public class PostgresServer extends polyclinic.commons.testing.servers.PostgresServer {}
