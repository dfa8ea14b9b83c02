package polyclinic.asset.catalogue;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import polyclinic.asset.people.Care;

/** Creates the collections' indexes at start. The service does not start without them: the receipts' one is a rule. */
@ApplicationScoped
class Indexes {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Each awaited here: chained, the second would begin on a thread of the driver, where no bean can be made. */
    void create(@Observes StartupEvent start, Assets assets, Care care) {
        assets.index().await().atMost(PATIENCE);
        care.index().await().atMost(PATIENCE);
        Log.debug("indexes are there");
    }
}
