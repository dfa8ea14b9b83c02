package polyclinic.audit.signins;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import polyclinic.audit.clients.IdentityProviderEvents;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.mongo.Lease;

/**
 * Brings the identity provider's events into the trail. It keeps them for months, so nothing is lost while either of the two is away:
 * a round goes on where the last one had recorded everything. One replica at a time does it; an event that two of them record
 * after all has the same id twice and is chained once.
 */
@ApplicationScoped
@Startup
class SignInCollection {
    private static final String TURN = "sign-ins";
    private static final Duration TURN_LENGTH = Duration.ofSeconds(60);
    /** A round ends after so many pages that lie past the position at its start; the next one goes on. */
    private static final int MAX_PAGES = 20;

    /** More than an overlap holds, else each round would record everything in it again. */
    private static final int MAX_RECORDED = 50_000;

    private final IdentityProviderEvents provider;
    private final SignInEntries entries;
    private final EventPositions positions;
    private final Audit audit;
    private final Lease lease;
    private final Counter failures;
    private final int page;
    private final long overlapMs;
    /** What each round sees again because of the overlap. */
    private final Cache<UUID, Boolean> recorded = Caffeine.newBuilder()
            .maximumSize(MAX_RECORDED)
            .executor(Runnable::run)
            .build();

    /** One page of a kind of events, as entries. */
    private interface Pages {
        Uni<List<AuditEntry>> get(long from, int first);
    }

    SignInCollection(
            IdentityProviderEvents provider,
            SignInEntries entries,
            EventPositions positions,
            Audit audit,
            Lease lease,
            MeterRegistry metrics,
            SignInConfig config) {
        this.provider = provider;
        this.entries = entries;
        this.positions = positions;
        this.audit = audit;
        this.lease = lease;
        this.failures = metrics.counter("polyclinic.logins.failed");
        this.page = config.page();
        this.overlapMs = config.overlap().toMillis();
    }

    /** One round. Fails when the identity provider or the store is away; what was recorded before stays recorded. */
    Uni<Void> collect() {
        return lease.take(TURN, TURN_LENGTH)
                .chain(turn -> turn == null ? Uni.createFrom().voidItem() : collectAll());
    }

    private Uni<Void> collectAll() {
        return collect("sign-ins", (from, first) -> provider.signIns(SignInEntries.TYPES, from, first, page)
                        .map(events -> events.stream().map(entries::entry).toList()))
                .chain(() -> collect("administration", (from, first) -> provider.administration(from, first, page)
                        .map(events -> events.stream().map(entries::entry).toList())));
    }

    private Uni<Void> collect(String kind, Pages pages) {
        return positions.get(kind).chain(reached -> next(kind, pages, reached, 0, 0));
    }

    /**
     * Pages of what the overlap shows again do not count: a round that ended among them would leave the position where it was, and
     * so would all rounds after it.
     *
     * @param reached the position at the round's start
     * @param number of this page, from 0
     * @param fresh how many pages before it went past the position
     */
    private Uni<Void> next(String kind, Pages pages, long reached, int number, int fresh) {
        return pages.get(Math.max(0, reached - overlapMs), number * page)
                .chain(found -> record(found).chain(() -> {
                    if (found.isEmpty()) return Uni.createFrom().voidItem();
                    long last = found.get(found.size() - 1).occurredAt().toEpochMilli();
                    int past = last > reached ? fresh + 1 : fresh;
                    return positions
                            .advance(kind, last)
                            .chain(() -> found.size() < page || past == MAX_PAGES
                                    ? Uni.createFrom().voidItem()
                                    : lease.take(TURN, TURN_LENGTH)
                                            .chain(turn -> turn == null
                                                    ? Uni.createFrom().voidItem()
                                                    : next(kind, pages, reached, number + 1, past)));
                }));
    }

    private Uni<Void> record(List<AuditEntry> found) {
        return Multi.createFrom()
                .iterable(found)
                .filter(entry -> recorded.getIfPresent(entry.id()) == null)
                .onItem()
                .transformToUniAndConcatenate(entry -> audit.record(entry).invoke(() -> {
                    recorded.put(entry.id(), true);
                    if (entry.action().equals(SignInEntries.FAILED_SIGN_IN)) failures.increment();
                }))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
