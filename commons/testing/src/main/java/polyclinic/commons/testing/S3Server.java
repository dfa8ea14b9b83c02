package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.servers.S3Server}; here until its users have moved. */
public class S3Server extends polyclinic.commons.testing.servers.S3Server {}
