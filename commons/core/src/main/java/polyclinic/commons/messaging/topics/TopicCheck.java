package polyclinic.commons.messaging.topics;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.messaging.KafkaSender;
import polyclinic.commons.messaging.channels.ConsumedTopics;

/**
 * Looks once, when Kafka answers, whether each topic of the service has a second copy. The outbox deletes what Kafka has
 * acknowledged: on a broker that makes topics by itself, with its defaults, that is one disk, and with it events and audit
 * entries of committed changes would be gone.
 *
 * <p>{@code polyclinic.topics.check}: {@code warn} logs it, {@code refuse} ends the service, {@code off} does not look.
 */
@ApplicationScoped
class TopicCheck {
    private static final int COPIES = 2;
    private static final long AGAIN_MS = Duration.ofSeconds(30).toMillis();
    private static final String NONE = "none";

    /** What is done about topics that can lose what they have. */
    enum Mode {
        OFF,
        WARN,
        REFUSE
    }

    private final Collection<String> topics;
    private final Function<String, Uni<Integer>> copies;
    private final Mode mode;
    private final Vertx vertx;
    private final Runnable end;
    private volatile boolean stopped;

    @Inject
    TopicCheck(
            KafkaSender kafka,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "polyclinic.events.topic", defaultValue = NONE) String own,
            @ConfigProperty(name = "polyclinic.topics.check", defaultValue = "warn") Mode mode) {
        this(topics(service, own), kafka::copies, mode, vertx, () -> Quarkus.asyncExit(1));
    }

    TopicCheck(Collection<String> topics, Function<String, Uni<Integer>> copies, Mode mode, Vertx vertx, Runnable end) {
        this.topics = topics;
        this.copies = copies;
        this.mode = mode;
        this.vertx = vertx;
        this.end = end;
    }

    private static Collection<String> topics(String service, String own) {
        Collection<String> topics = new TreeSet<>(ConsumedTopics.names());
        if (!own.equals(NONE)) topics.add(own);
        topics.add(Audit.TOPIC);
        topics.add(service + ".dead-letter");
        return topics;
    }

    void start(@Observes StartupEvent event) {
        if (mode != Mode.OFF) look();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** Without Kafka a service goes on, so this waits for it. */
    private void look() {
        if (stopped) return;
        withOneCopy().subscribe().with(this::judge, away -> vertx.setTimer(AGAIN_MS, due -> look()));
    }

    private Uni<List<String>> withOneCopy() {
        return Multi.createFrom()
                .iterable(topics)
                .onItem()
                .transformToUniAndConcatenate(topic -> copies.apply(topic).map(found -> found < COPIES ? topic : ""))
                .filter(topic -> !topic.isEmpty())
                .collect()
                .asList();
    }

    private void judge(List<String> single) {
        if (single.isEmpty()) return;
        String names = single.stream().collect(Collectors.joining(", "));
        if (mode == Mode.REFUSE) {
            Log.errorf(
                    "topics with one copy, which a lost disk takes with it: %s; the service ends"
                            + " (POLYCLINIC_TOPICS_CHECK=warn goes on nevertheless)",
                    names);
            end.run();
        } else {
            Log.warnf("topics with one copy, which a lost disk takes with it: %s", names);
        }
    }
}
