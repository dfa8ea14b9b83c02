package polyclinic.commons.testing.metrics;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.documentation.Scrape;

/** What a service had measured when it had just started: afterwards other tests have used it. */
@Singleton
class MetricsAtStart {
    private static @Nullable Scrape scrape;

    /** The deprecated class is the one that Quarkus makes. */
    @SuppressWarnings("deprecation")
    void keep(@Observes @Priority(Integer.MAX_VALUE) StartupEvent last, PrometheusMeterRegistry registry) {
        scrape = Scrape.of(registry.scrape());
    }

    static Scrape scrape() {
        if (scrape == null) throw new IllegalStateException("no service has started");
        return scrape;
    }
}
