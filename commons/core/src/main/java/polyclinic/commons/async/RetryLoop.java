package polyclinic.commons.async;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Repeats work until it succeeds or is given up. It is a loop: a {@code Uni} that continues in itself nests one subscriber for
 * each attempt, and after a night's outage the first success would overflow the stack on its way back.
 */
public final class RetryLoop {
    private final IntFunction<Uni<Void>> pause;

    /** @param pause waits before the attempt after the given one, which counts from 1 */
    RetryLoop(IntFunction<Uni<Void>> pause) {
        this.pause = pause;
    }

    /** Pauses grow from {@code first} by doubling up to {@code longest}, and end on the Vert.x context they began on. */
    public static RetryLoop withBackOff(Duration first, Duration longest) {
        return new RetryLoop(
                attempt -> pause(Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt - 1, 10))));
    }

    /** Decides about a failed attempt. */
    @FunctionalInterface
    public interface Decision {
        /** @param attempt which failed, from 1 */
        boolean retries(Throwable failure, int attempt);
    }

    /** Fails with the failure that {@code decision} does not retry. */
    public Uni<Void> run(Supplier<Uni<Void>> work, Decision decision) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new int[1], attempts -> attempt(work, decision, ++attempts[0]))
                .whilst(again -> again)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Whether another attempt is due. */
    private Uni<Boolean> attempt(Supplier<Uni<Void>> work, Decision decision, int attempt) {
        return Uni.createFrom()
                .deferred(work::get)
                .replaceWith(false)
                .onFailure(failure -> decision.retries(failure, attempt))
                .recoverWithUni(() -> pause.apply(attempt).replaceWith(true));
    }

    private static Uni<Void> pause(long millis) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = Vertx.currentContext();
            context.owner().setTimer(millis, due -> context.runOnContext(back -> emitter.complete(null)));
        });
    }
}
