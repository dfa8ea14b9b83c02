package polyclinic.audit.checkpoints;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** The keys of checkpoints that wait in the database until S3 has them, as far as this replica knows. */
@ApplicationScoped
@Startup
public class ArchiveQueue {
    private final Set<String> waiting = new ConcurrentSkipListSet<>();

    ArchiveQueue(MeterRegistry metrics) {
        metrics.gauge("polyclinic.audit.checkpoints.waiting", waiting, Set::size);
    }

    public void add(Collection<String> keys) {
        waiting.addAll(keys);
    }

    public void remove(String key) {
        waiting.remove(key);
    }

    /** Those that wait now, oldest first within a chain. */
    public List<String> waiting() {
        return List.copyOf(waiting);
    }
}
