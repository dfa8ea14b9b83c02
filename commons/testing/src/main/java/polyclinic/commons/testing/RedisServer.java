package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.servers.RedisServer}; here until its users have moved. */
public class RedisServer extends polyclinic.commons.testing.servers.RedisServer {}
