package polyclinic.prescription.inventory.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The clinic's day: stock may be used on its last day, where the clinic is. */
@ApplicationScoped
public class StockCalendar {
    private final Clock clock;
    private final ZoneId zone;

    StockCalendar(Clock clock, @ConfigProperty(name = "polyclinic.clinic.time-zone") ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    ZoneId zone() {
        return zone;
    }
}
