package polyclinic.commons.metrics;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a store says of itself, asked for every ten seconds, so that neither the number of scrapes nor of those who scrape makes
 * work for it. A question that is not answered within five seconds is cancelled. When the store cannot say, values are NaN:
 * unknown is not none.
 *
 * @param <T> the answer
 */
public final class StoreReading<T> {
    private static final long PERIOD_MS = Duration.ofSeconds(10).toMillis();
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Supplier<Uni<T>> question;
    private final Duration limit;
    private volatile @Nullable T latest;
    private long timer = -1;

    /** @param question asks the store, without blocking; what it costs must not grow with what the store has kept */
    public StoreReading(Vertx vertx, Supplier<Uni<T>> question) {
        this(vertx, question, LIMIT);
    }

    StoreReading(Vertx vertx, Supplier<Uni<T>> question, Duration limit) {
        this.vertx = vertx;
        this.question = question;
        this.limit = limit;
    }

    public void start() {
        timer = vertx.setPeriodic(1, PERIOD_MS, tick -> read());
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }

    /** A part of the latest answer, for a gauge; NaN when there is none. */
    public double value(ToDoubleFunction<T> part) {
        T answer = latest;
        return answer == null ? Double.NaN : part.applyAsDouble(answer);
    }

    void read() {
        Uni.createFrom()
                .deferred(question::get)
                .ifNoItem()
                .after(limit)
                .fail()
                .subscribe()
                .with(answer -> latest = answer, unknown -> latest = null);
    }
}
