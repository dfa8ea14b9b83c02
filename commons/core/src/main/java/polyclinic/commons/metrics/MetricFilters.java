package polyclinic.commons.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/** What is measured, and in which buckets. */
class MetricFilters {
    /** Timers whose share of quick ones is alerted on; over replicas only buckets can be added up, percentiles cannot. */
    private static final Set<String> WITH_BUCKETS =
            Set.of("http.server.requests", "polyclinic.audit.lag", "polyclinic.event.delay");

    private static final double[] BUCKETS = Stream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 30_000)
            .mapToDouble(ms -> Duration.ofMillis(ms).toNanos())
            .toArray();

    /** Of some three hundred of Kafka's own the ones that say whether a client keeps up and what it loses. */
    private static final Set<String> OF_KAFKA = Set.of(
            "kafka.consumer.fetch.manager.records.lag",
            "kafka.consumer.fetch.manager.records.consumed.total",
            "kafka.consumer.last.poll.seconds.ago",
            "kafka.consumer.coordinator.rebalance.total",
            "kafka.consumer.coordinator.failed.rebalance.total",
            "kafka.producer.record.send.total",
            "kafka.producer.record.error.total",
            "kafka.producer.request.latency.avg");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Produces
    @Singleton
    MeterFilter buckets() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return WITH_BUCKETS.contains(id.getName())
                        ? DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(BUCKETS)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }

    /** A method is a client's text (RFC 9110 §9.1): what nothing here has must not become a series. */
    @Produces
    @Singleton
    MeterFilter ofClients() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                String method = id.getTag("method");
                if (!id.getName().equals("http.server.requests") || method == null || METHODS.contains(method))
                    return id;
                return id.withTag(Tag.of("method", "UNKNOWN"));
            }
        };
    }

    /** Kafka's client names each topic twice, the second time with every dot as an underscore, which would double sums. */
    @Produces
    @Singleton
    MeterFilter ofKafka() {
        return new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                if (!id.getName().startsWith("kafka.")) return MeterFilterReply.NEUTRAL;
                boolean again = id.getTags().stream().anyMatch(MetricFilters::isSecondName);
                return again || !OF_KAFKA.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
            }
        };
    }

    private static boolean isSecondName(Tag tag) {
        return tag.getKey().equals("topic") && tag.getValue().contains("_");
    }
}
