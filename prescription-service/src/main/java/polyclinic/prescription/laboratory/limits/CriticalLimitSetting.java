package polyclinic.prescription.laboratory.limits;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** An administrator says beyond which values a test is critical; results that were reported before stay as they are. */
@ApplicationScoped
class CriticalLimitSetting {
    private final CriticalLimits limits;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    CriticalLimitSetting(CriticalLimits limits, Outbox outbox, Audit audit, Clock clock) {
        this.limits = limits;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<CriticalLimit>> set(CriticalLimit limit, Caller caller) {
        limit.check();
        return Panache.withTransaction(() -> limits.set(limit, caller.subject(), clock.instant())
                        .chain(() -> outbox.append(audit.entry("update", "lab_critical_limit", limit.code(), null))))
                .replaceWith(() -> Answer.ok(limit));
    }

    Uni<Page<CriticalLimit>> list(@Nullable String after, int limit) {
        return Panache.withSession(() -> limits.list(Cursor.decode(after, 2), limit))
                .map(rows -> Page.of(
                        rows,
                        limit,
                        row -> row,
                        last -> Cursor.encode(last.code(), last.unit() == null ? "" : last.unit())));
    }
}
