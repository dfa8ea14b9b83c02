package polyclinic.audit.analytics;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;

/** Reads of what people do, each recorded in the trail before it is answered: it is about the staff, and about patients who sign in. */
@ApplicationScoped
class EventQueries {
    private static final String ENTITY_TYPE = "analytics_event";

    private final AnalyticsEvents events;
    private final Audit audit;
    private final Clock clock;
    private final ZoneId zone;

    EventQueries(
            AnalyticsEvents events,
            Audit audit,
            Clock clock,
            @ConfigProperty(name = "polyclinic.clinic.zone") ZoneId zone) {
        this.events = events;
        this.audit = audit;
        this.clock = clock;
        this.zone = zone;
    }

    /** Latest first. */
    Uni<Page<AnalyticsEventView>> list(
            EventPeriod period,
            @Nullable String eventType,
            @Nullable String user,
            @Nullable String sessionId,
            @Nullable PageKey after,
            int limit) {
        return audit.searched(ENTITY_TYPE)
                .chain(() -> Page.of(
                        events.list(period, eventType, user, sessionId, after, limit),
                        limit,
                        AnalyticsEventView::of,
                        last -> new PageKey(last.occurredAt(), last.id()).encode()));
    }

    /** How often something happened; the last thirty days where no time is said. */
    Uni<Page<SummaryView>> summary(
            SummaryBy by, @Nullable String eventType, @Nullable Instant from, @Nullable Instant to) {
        EventPeriod period = EventPeriod.bounded(from, to, clock.instant(), by);
        return audit.searched(ENTITY_TYPE)
                .chain(() ->
                        events.summary(by, period, eventType, zone).collect().asList())
                .map(items -> new Page<>(items, null));
    }
}
