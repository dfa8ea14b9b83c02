package polyclinic.audit.verification;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Work that costs the same whether one or a hundred ask for it: those who ask while it runs share the run. Nothing is kept once
 * it has ended.
 *
 * @param <T> what a run gives
 */
final class SharedRuns<T> {
    private final Map<Integer, Uni<T>> running = new HashMap<>();

    /** @param what equal numbers share */
    synchronized Uni<T> run(int what, Supplier<Uni<T>> work) {
        return running.computeIfAbsent(what, started -> Uni.createFrom()
                .deferred(work::get)
                .onTermination()
                .invoke(() -> finished(what))
                .memoize()
                .indefinitely());
    }

    private synchronized void finished(int what) {
        running.remove(what);
    }
}
