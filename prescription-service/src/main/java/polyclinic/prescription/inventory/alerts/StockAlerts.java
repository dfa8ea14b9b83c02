package polyclinic.prescription.inventory.alerts;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.values.ClinicDays;

/**
 * Tells of stock that runs low, is there again or will expire, each once per crossing. It looks at what there is rather than at
 * what moved: days pass without a movement, and what happened while no replica ran is found by the next one.
 */
@ApplicationScoped
class StockAlerts {
    private static final int BATCH_SIZE = 100;
    private static final int PORTION = 500;

    private final StockAlertsConfig config;
    private final StockLevels levels;
    private final ClinicDays calendar;
    private final Outbox outbox;
    private final Clock clock;
    private final PeriodicWork rounds;

    StockAlerts(
            StockAlertsConfig config,
            StockLevels levels,
            ClinicDays calendar,
            Outbox outbox,
            Vertx vertx,
            Clock clock,
            Hold hold) {
        this.config = config;
        this.levels = levels;
        this.calendar = calendar;
        this.outbox = outbox;
        this.clock = clock;
        BackgroundWork work = hold.background("stock_alerts");
        this.rounds = new PeriodicWork(vertx, "stock alerts", config.poll(), () -> work.unlessHeld(this::tell)
                .replaceWith(false));
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** One look: what was crossed is marked and published in the same transaction, a portion of the items in each. */
    Uni<Void> tell() {
        return tellCrossed().chain(this::tellExpiring);
    }

    private Uni<Void> tellCrossed() {
        AtomicReference<@Nullable UUID> last = new AtomicReference<>();
        return AsyncLoop.whileMore(() -> {
            UUID after = last.get();
            return Panache.withTransaction(() -> levels.portionEnd(after, PORTION)
                            .call(end -> end == null
                                    ? Uni.createFrom().voidItem()
                                    : levels.crossed(calendar.today(), after, end, clock.instant())
                                            .chain(this::publish)))
                    .invoke(last::set)
                    .map(Objects::nonNull);
        });
    }

    private Uni<Void> tellExpiring() {
        return AsyncLoop.whileMore(() -> Panache.withTransaction(() -> levels.expiring(
                                calendar.today().plusDays(config.expiresWithinDays()), BATCH_SIZE, clock.instant())
                        .call(this::publish))
                .map(told -> told.size() == BATCH_SIZE));
    }

    private Uni<Void> publish(List<Event> events) {
        return outbox.append(events.toArray(Event[]::new));
    }
}
