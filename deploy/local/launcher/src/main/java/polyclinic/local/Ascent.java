package polyclinic.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Starts components, each as soon as those that it needs are ready, and tells of it by lines: {@code starting NAME}, {@code ready NAME MS},
 * {@code running NAME} (it ran before), {@code failed NAME}. The first failure cancels the rest.
 */
final class Ascent {
    /** Services share the processors: more at once would only make each slower. */
    private final Semaphore processors =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Watched> wanted;
    private final Consumer<String> tell;
    private final List<Watched> started = new ArrayList<>();
    private volatile boolean cancelled;

    Ascent(List<Watched> wanted, Consumer<String> tell) {
        this.wanted = wanted;
        this.tell = tell;
    }

    /** Returns when all are ready; fails with the first failure. */
    void run() {
        Map<String, CompletableFuture<Void>> ready = new LinkedHashMap<>();
        CompletableFuture<Void> failure = new CompletableFuture<>();
        for (Watched one : wanted) {
            CompletableFuture<?>[] needs = one.component().needs().stream()
                    .map(ready::get)
                    .filter(Objects::nonNull)
                    .toArray(CompletableFuture[]::new);
            CompletableFuture<Void> start = CompletableFuture.allOf(needs).thenRunAsync(() -> start(one), threads);
            start.whenComplete((nothing, problem) -> {
                if (problem != null) {
                    failure.completeExceptionally(problem);
                }
            });
            ready.put(one.component().name(), start);
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(ready.values().toArray(CompletableFuture[]::new));
        try {
            CompletableFuture.anyOf(all, failure).join();
        } catch (CompletionException e) {
            cancelled = true;
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            threads.shutdown();
        }
    }

    /** Stops again what this has started. */
    void cancel() {
        cancelled = true;
        threads.shutdownNow();
        List<Watched> ours;
        synchronized (started) {
            ours = List.copyOf(started);
            started.clear();
        }
        new Descent(ours, line -> {}).run();
    }

    private void start(Watched one) {
        String name = one.component().name();
        if (one.component().isOwn()) {
            tell.accept("yours " + name);
            return;
        }
        if (one.component().process() instanceof ServiceProcess service && service.isOutdated()) {
            one.stop();
        }
        if (one.isUp() && one.isWanted()) {
            tell.accept("running " + name);
            return;
        }
        if (!one.component().isService()) {
            startNow(one, name);
            return;
        }
        try {
            processors.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Complaint("cancelled", e);
        }
        try {
            startNow(one, name);
        } finally {
            processors.release();
        }
    }

    private void startNow(Watched one, String name) {
        if (cancelled) {
            throw new Complaint("cancelled");
        }
        tell.accept("starting " + name);
        synchronized (started) {
            started.add(one);
        }
        try {
            one.start();
            tell.accept("ready " + name + " "
                    + one.component().process().startTime().toMillis());
        } catch (RuntimeException e) {
            if (!cancelled) {
                tell.accept("failed " + name);
            }
            throw e;
        }
    }
}
