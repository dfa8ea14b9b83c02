package polyclinic.local.supervision;

import java.time.Duration;
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
import polyclinic.local.terminal.UserError;

/**
 * Starts components, each as soon as those that it needs are ready, and reports each by a line: {@code starting NAME}, {@code ready NAME MS},
 * {@code running NAME} (it ran before), {@code yours NAME}, {@code failed NAME}. The first failure cancels the rest.
 */
final class StackStartup {
    /** Services share the processors: more at once would only make each slower. */
    private final Semaphore processors =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<SupervisedProcess> wanted;
    private final Consumer<String> progress;
    private final List<SupervisedProcess> started = new ArrayList<>();
    private volatile boolean cancelled;

    StackStartup(List<SupervisedProcess> wanted, Consumer<String> progress) {
        this.wanted = wanted;
        this.progress = progress;
    }

    /** Returns when all are ready; fails with the first failure. */
    void run() {
        Map<String, CompletableFuture<Void>> ready = new LinkedHashMap<>();
        CompletableFuture<Void> failure = new CompletableFuture<>();
        for (SupervisedProcess one : wanted) {
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
            ready.put(one.name(), start);
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

    /** Stops what this startup has started. */
    void cancel() {
        cancelled = true;
        threads.shutdownNow();
        List<SupervisedProcess> ours;
        synchronized (started) {
            ours = List.copyOf(started);
            started.clear();
        }
        new StackShutdown(ours, line -> {}).run();
    }

    private void start(SupervisedProcess one) {
        if (one.component().isOwn()) {
            progress.accept("yours " + one.name());
            return;
        }
        if (one.component().isOutdated()) {
            one.stop();
        }
        if (one.isUp() && one.isWanted()) {
            progress.accept("running " + one.name());
            return;
        }
        if (!one.component().isService()) {
            startNow(one);
            return;
        }
        try {
            processors.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("cancelled", e);
        }
        try {
            startNow(one);
        } finally {
            processors.release();
        }
    }

    private void startNow(SupervisedProcess one) {
        if (cancelled) {
            throw new UserError("cancelled");
        }
        progress.accept("starting " + one.name());
        synchronized (started) {
            started.add(one);
        }
        try {
            Duration startTime = one.start();
            progress.accept("ready " + one.name() + " " + startTime.toMillis());
        } catch (RuntimeException e) {
            if (!cancelled) {
                progress.accept("failed " + one.name());
            }
            throw e;
        }
    }
}
