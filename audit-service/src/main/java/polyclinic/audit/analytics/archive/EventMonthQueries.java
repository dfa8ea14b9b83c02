package polyclinic.audit.analytics.archive;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.YearMonth;
import java.util.List;
import polyclinic.audit.analytics.AnalyticsEventView;
import polyclinic.audit.archive.CheckpointStoreUnavailable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Page;

/** Reads of months in S3, each recorded in the trail before it is answered. */
@ApplicationScoped
class EventMonthQueries {
    private static final String ENTITY_TYPE = "analytics_month";

    private final EventMonths months;
    private final Audit audit;

    EventMonthQueries(EventMonths months, Audit audit) {
        this.months = months;
        this.audit = audit;
    }

    /** All there are, in order: twelve a year. */
    Uni<Page<EventMonthView>> list() {
        return audit.searched(ENTITY_TYPE)
                .chain(months::list)
                .chain(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(this::view)
                        .collect()
                        .asList())
                .map(items -> new Page<>(items, null))
                .onFailure(EventMonthQueries::isNoProblem)
                .transform(away -> new CheckpointStoreUnavailable());
    }

    private Uni<EventMonthView> view(YearMonth month) {
        return months.get(month)
                .map(found -> found == null
                        ? new EventMonthView(month.toString(), false, null, null, null)
                        : new EventMonthView(
                                month.toString(),
                                true,
                                found.events(),
                                found.parts().size(),
                                found.sealedAt()))
                .onFailure(DamagedMonth.class)
                .recoverWithItem(new EventMonthView(month.toString(), false, null, null, null));
    }

    /** The events of a month in order, an object at a time. The stream fails where an object is not what was sealed. */
    Uni<Multi<List<AnalyticsEventView>>> events(YearMonth month) {
        return audit.record(audit.entry("export", ENTITY_TYPE, month.toString(), null))
                .chain(() -> months.get(month))
                .onFailure(DamagedMonth.class)
                .transform(damaged -> new Problem(
                        409, "segment-damaged", "The manifest of this month is not signed by a trusted key."))
                .onFailure(EventMonthQueries::isNoProblem)
                .transform(away -> new CheckpointStoreUnavailable())
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("analytics month"))
                .map(found -> Multi.createFrom()
                        .iterable(found.parts())
                        .onItem()
                        .transformToUniAndConcatenate(months::events));
    }

    private static boolean isNoProblem(Throwable failure) {
        return !(failure instanceof Problem);
    }
}
