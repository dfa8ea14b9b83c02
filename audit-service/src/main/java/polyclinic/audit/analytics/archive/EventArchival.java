package polyclinic.audit.analytics.archive;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.analytics.AnalyticsEventView;
import polyclinic.audit.analytics.AnalyticsEvents;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.commons.async.AsyncLoop;

/**
 * Brings a month of events to S3 and removes it from the database. No progress is kept but what the steps wrote: an object is the same
 * whoever writes it, the first of two manifests stays, and what a manifest names may go. So it may be broken off anywhere, and two
 * replicas may do it at once.
 */
@ApplicationScoped
class EventArchival {
    private final AnalyticsEvents events;
    private final EventMonths months;
    private final SigningKeys keys;
    private final Clock clock;
    private final Duration keep;
    private final int perPart;

    EventArchival(
            AnalyticsEvents events, EventMonths months, SigningKeys keys, Clock clock, EventArchiveConfig config) {
        this.events = events;
        this.months = months;
        this.keys = keys;
        this.clock = clock;
        this.keep = config.keep();
        this.perPart = config.events();
    }

    /** The oldest month, if it is due. True when it is done: there may be another one. */
    Uni<Boolean> archiveNext() {
        return dueMonth()
                .chain(month -> month == null
                        ? Uni.createFrom().item(false)
                        : months.get(month)
                                .onItem()
                                .ifNull()
                                .switchTo(() -> seal(month))
                                .chain(this::remove)
                                .chain(this::dueMonth)
                                .map(next -> {
                                    if (month.equals(next))
                                        throw new DamagedMonth(
                                                "the database has events of " + month + " that are not archived");
                                    return true;
                                }));
    }

    private Uni<@Nullable YearMonth> dueMonth() {
        return events.oldest().map(oldest -> {
            if (oldest == null) return null;
            YearMonth month = YearMonth.from(oldest.atOffset(ZoneOffset.UTC));
            return clock.instant().isBefore(end(month).plus(keep)) ? null : month;
        });
    }

    private Uni<EventMonth> seal(YearMonth month) {
        List<EventMonth.Part> parts = new ArrayList<>();
        AnalyticsEventView[] last = {null};
        return AsyncLoop.whileMore(() -> events.page(begin(month), end(month), last[0], perPart)
                        .chain(page -> page.isEmpty()
                                ? Uni.createFrom().item(false)
                                : months.putPart(month, parts.size() + 1, page)
                                        .invoke(part -> {
                                            parts.add(part);
                                            last[0] = page.get(page.size() - 1);
                                        })
                                        .replaceWith(page.size() == perPart)))
                .chain(() -> before(month))
                .chain(before -> months.put(
                        month,
                        EventMonth.signed(month, before, parts, clock.instant().toString(), keys)))
                // Another replica may have sealed it meanwhile, and removed what was read here.
                .onFailure(DamagedMonth.class)
                .recoverWithUni(failure -> months.get(month).onItem().ifNull().failWith(failure));
    }

    private Uni<@Nullable EventMonth> before(YearMonth month) {
        return months.list()
                .map(all -> all.stream().filter(one -> one.isBefore(month)).reduce((one, later) -> later))
                .chain(last -> last.isEmpty() ? Uni.createFrom().nullItem() : months.get(last.get()));
    }

    private Uni<Void> remove(EventMonth sealed) {
        return Multi.createFrom()
                .iterable(sealed.parts())
                .onItem()
                .transformToUniAndConcatenate(part -> months.events(part)
                        .chain(archived -> events.remove(
                                archived.stream().map(AnalyticsEventView::id).toList())))
                .collect()
                .last();
    }

    /** Months are named in UTC, as years of the trail are. */
    private static Instant begin(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The first moment behind a month. */
    static Instant end(YearMonth month) {
        return begin(month.plusMonths(1));
    }
}
