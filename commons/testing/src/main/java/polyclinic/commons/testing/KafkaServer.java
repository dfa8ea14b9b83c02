package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.servers.KafkaServer}; here until its users have moved. */
public class KafkaServer extends polyclinic.commons.testing.servers.KafkaServer {}
