package polyclinic.local.supervision;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Stops components: first the services, then the servers that they need, each group at once. Reports {@code stopped NAME}. */
final class StackShutdown {
    private static final long GROUP_TIMEOUT_MINUTES = 4;

    private final List<SupervisedProcess> all;
    private final Consumer<String> progress;

    StackShutdown(List<SupervisedProcess> all, Consumer<String> progress) {
        this.all = all;
        this.progress = progress;
    }

    void run() {
        stopTogether(all.stream().filter(one -> one.component().isService()).toList());
        stopTogether(all.stream().filter(one -> !one.component().isService()).toList());
    }

    private void stopTogether(List<SupervisedProcess> group) {
        ExecutorService threads = Executors.newCachedThreadPool();
        group.forEach(one -> threads.execute(() -> stop(one)));
        threads.shutdown();
        try {
            threads.awaitTermination(GROUP_TIMEOUT_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(SupervisedProcess one) {
        boolean ran = !one.component().isOwn() && one.isUp();
        one.stop();
        if (ran) {
            progress.accept("stopped " + one.name());
        }
    }
}
