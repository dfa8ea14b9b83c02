package polyclinic.asset.blobs;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.SameContext;

/** How many of one sort of work may run at once; the others wait in the order in which they came, for a bounded time. */
final class Permits {
    private final Duration patience;
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int free;

    Permits(int count, Duration patience) {
        this.free = count;
        this.patience = patience;
    }

    /** Runs the work when it is its turn; fails with {@link BlobStoreUnavailable} when that takes too long. */
    <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> turn = ask();
            return SameContext.emitOn(Uni.createFrom()
                            .completionStage(turn)
                            .onFailure()
                            .transform(late -> new BlobStoreUnavailable()))
                    .chain(work::get)
                    .onTermination()
                    .invoke(() -> leave(turn));
        });
    }

    private synchronized CompletableFuture<Void> ask() {
        if (free > 0) {
            free--;
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> turn = new CompletableFuture<>();
        waiting.add(turn);
        return turn.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whoever gave up before it was their turn has none to hand on. */
    private void leave(CompletableFuture<Void> turn) {
        turn.cancel(false);
        if (turn.isCompletedExceptionally()) withdraw(turn);
        else handOn();
    }

    private synchronized void withdraw(CompletableFuture<Void> turn) {
        waiting.remove(turn);
    }

    private void handOn() {
        for (CompletableFuture<Void> next = next(); next != null; next = next()) if (next.complete(null)) return;
    }

    /** Null when nobody waits: then the permit is free. */
    private synchronized @Nullable CompletableFuture<Void> next() {
        CompletableFuture<Void> next = waiting.poll();
        if (next == null) free++;
        return next;
    }
}
