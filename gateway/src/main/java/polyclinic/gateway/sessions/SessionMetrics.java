package polyclinic.gateway.sessions;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** How many sessions begin, end and get new tokens; each from 0. */
@Singleton
class SessionMetrics {

    /** What became of a try to replace a session's tokens. */
    enum Refresh {
        REFRESHED,
        /** By the identity provider: the session is over. */
        REFUSED,
        FAILED
    }

    private final Counter begun;
    private final Counter unreported;
    private final Map<SessionEnd, Counter> ended = new EnumMap<>(SessionEnd.class);
    private final Map<Refresh, Counter> refreshes = new EnumMap<>(Refresh.class);

    SessionMetrics(MeterRegistry registry) {
        begun = registry.counter("gateway.sessions.begun");
        unreported = registry.counter("gateway.sessions.unreported");
        for (SessionEnd reason : SessionEnd.values())
            ended.put(reason, registry.counter("gateway.sessions.ended", "reason", reason.label()));
        for (Refresh outcome : Refresh.values()) {
            String label = outcome.name().toLowerCase(Locale.ROOT);
            refreshes.put(outcome, registry.counter("gateway.sessions.refreshes", "outcome", label));
        }
    }

    void begun() {
        begun.increment();
    }

    void ended(SessionEnd reason, int sessions) {
        if (sessions > 0) Objects.requireNonNull(ended.get(reason)).increment(sessions);
    }

    void refresh(Refresh outcome) {
        Objects.requireNonNull(refreshes.get(outcome)).increment();
    }

    /** The identity provider could not be told that a session ended. */
    void unreported() {
        unreported.increment();
    }
}
