package polyclinic.commons.testing;

import polyclinic.commons.testing.servers.TopicClient;

/** As {@link polyclinic.commons.testing.servers.TopicClient}; here until its users have moved. */
public final class Topics extends TopicClient {
    private Topics() {}
}
