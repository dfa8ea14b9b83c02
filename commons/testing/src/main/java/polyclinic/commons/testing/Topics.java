package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.servers.TopicClient}; here until its users have moved. */
public final class Topics extends polyclinic.commons.testing.servers.TopicClient {
    private Topics() {}
}
