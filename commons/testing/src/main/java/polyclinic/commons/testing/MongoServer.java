package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.servers.MongoServer}; here until its users have moved. */
public class MongoServer extends polyclinic.commons.testing.servers.MongoServer {}
