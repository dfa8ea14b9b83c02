package polyclinic.commons.values;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Days and years where the clinic is: an invoice of New Year's Eve has the old year's number, and the list of a day begins at the
 * clinic's midnight, whatever the server's zone. What happens with one doctor counts by that doctor's zone instead. The zone
 * ({@code POLYCLINIC_CLINIC_ZONE}) has no default in production: a wrong one moves every evening into another day, unseen.
 */
@ApplicationScoped
public class ClinicDays {
    private final Clock clock;
    private final ZoneId zone;

    public ClinicDays(Clock clock, @ConfigProperty(name = "polyclinic.clinic.zone") ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    public Instant now() {
        return clock.instant();
    }

    public LocalDate today() {
        return day(now());
    }

    public LocalDate day(Instant instant) {
        return instant.atZone(zone).toLocalDate();
    }

    public ZoneId zone() {
        return zone;
    }
}
