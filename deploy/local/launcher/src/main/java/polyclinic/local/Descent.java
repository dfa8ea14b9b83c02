package polyclinic.local;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Stops components: first the services, then the servers that they need, each group at once. Tells {@code stopped NAME}. */
final class Descent {
    private final List<Watched> all;
    private final Consumer<String> tell;

    Descent(List<Watched> all, Consumer<String> tell) {
        this.all = all;
        this.tell = tell;
    }

    void run() {
        group(all.stream().filter(one -> one.component().isService()).toList());
        group(all.stream().filter(one -> !one.component().isService()).toList());
    }

    private void group(List<Watched> group) {
        ExecutorService threads = Executors.newCachedThreadPool();
        group.forEach(one -> threads.execute(() -> stop(one)));
        threads.shutdown();
        try {
            threads.awaitTermination(4, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(Watched one) {
        boolean ran = !one.component().isOwn() && one.isUp();
        one.stop();
        if (ran) {
            tell.accept("stopped " + one.component().name());
        }
    }
}
