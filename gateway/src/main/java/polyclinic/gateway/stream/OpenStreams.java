package polyclinic.gateway.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.gateway.features.KnownFeatures;
import polyclinic.gateway.feed.FeedEntry;
import polyclinic.gateway.feed.FeedLog;
import polyclinic.gateway.feed.FeedTail;
import polyclinic.gateway.feed.FeedTopic;
import polyclinic.gateway.feedaccess.FeedGate;
import polyclinic.gateway.feedaccess.FeedSelection;
import polyclinic.gateway.feedaccess.FeedSubscriber;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.openrequests.OpenCounts;
import polyclinic.gateway.presence.StaffPresence;

/** All streams of this gateway: one timer and one reader of the log serve them all. */
@Singleton
class OpenStreams {

    private static final long TICK_MS = 1_000;

    private final Vertx vertx;
    private final FeedLog log;
    private final FeedTail tail;
    private final FeedGate gate;
    private final StaffPresence presence;
    private final KnownFeatures features;
    private final StreamConfig config;
    private final MeterRegistry metrics;
    private final OpenCounts callers;
    private final Set<OpenStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    OpenStreams(
            Vertx vertx,
            FeedLog log,
            FeedTail tail,
            FeedGate gate,
            StaffPresence presence,
            KnownFeatures features,
            StreamConfig config,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.log = log;
        this.tail = tail;
        this.gate = gate;
        this.presence = presence;
        this.features = features;
        this.config = config;
        this.metrics = metrics;
        this.callers = new OpenCounts(config.perCaller());
        metrics.gauge("polyclinic.feed.streams", streams, Set::size);
        for (StreamEnd end : StreamEnd.values()) closed(end);
    }

    void start(@Observes StartupEvent event) {
        tail.onEntries(this::announce);
        features.onChange(this::endThoseOff);
        vertx.setPeriodic(TICK_MS, due -> streams.forEach(OpenStream::tick));
    }

    /** Before the gateway waits for requests that are open: a stream is one, and would never end by itself. */
    void leave(@Observes ShutdownDelayInitiatedEvent told) {
        endAll();
    }

    void stop(@Observes ShutdownEvent event) {
        endAll();
    }

    private void endAll() {
        ending = true;
        streams.forEach(stream -> stream.end(StreamEnd.GOING_AWAY));
    }

    /**
     * Whether there is room for one more of the caller's; where there is, {@link #release} or the stream's end gives it back.
     *
     * @return what to answer instead, or null
     */
    @Nullable
    GatewayProblem reserve(String subject) {
        if (ending || streams.size() >= config.all() || !tail.isConnected()) return GatewayProblem.SERVICE_UNAVAILABLE;
        return callers.enter(subject) ? null : GatewayProblem.TOO_MANY_STREAMS;
    }

    void release(String subject) {
        callers.leave(subject);
    }

    /**
     * Begins the stream of somebody for whom there is room; on the connection's event loop.
     *
     * @param present whether it shows that the caller is here
     */
    void open(FeedSubscriber who, FeedSelection selection, StreamChannel channel, long place, boolean present) {
        Context context = vertx.getOrCreateContext();
        OpenStream stream =
                new OpenStream(context, log, tail, gate, who, selection, channel, config, place, end -> closed(end)
                        .increment());
        streams.add(stream);
        if (present) presence.enter(who);
        AtomicBoolean left = new AtomicBoolean();
        channel.onClosed(() -> {
            stream.gone();
            streams.remove(stream);
            if (left.compareAndSet(false, true)) {
                release(who.caller().subject());
                if (present) presence.leave(who);
            }
        });
        if (ending) stream.end(StreamEnd.GOING_AWAY);
        else if (isOff(stream)) stream.end(StreamEnd.SWITCHED_OFF);
        else stream.wake();
    }

    /** Whoever comes meanwhile is looked at when their stream is among the others. */
    private void endThoseOff() {
        for (OpenStream stream : streams) if (isOff(stream)) stream.end(StreamEnd.SWITCHED_OFF);
    }

    private boolean isOff(OpenStream stream) {
        return !features.isOn(SuiteFeature.LIVE_FEED, stream.who().caller());
    }

    private void announce(List<FeedEntry> entries) {
        Set<FeedTopic> topics = EnumSet.noneOf(FeedTopic.class);
        for (FeedEntry entry : entries) topics.add(entry.topic());
        for (OpenStream stream : streams) {
            if (topics.contains(FeedTopic.CARE)
                    && entries.stream().anyMatch(entry -> gate.endsSubscription(entry, stream.who())))
                stream.end(StreamEnd.RIGHTS_CHANGED);
            else if (stream.selection().topics().stream().anyMatch(topics::contains)) stream.wake();
        }
    }

    private Counter closed(StreamEnd end) {
        return Counter.builder("polyclinic.feed.streams.ended")
                .description("Streams that the gateway has ended, by its reason")
                .tag("reason", end.reason())
                .register(metrics);
    }
}
