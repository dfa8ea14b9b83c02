package polyclinic.appointment.booking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "polyclinic.booking")
public interface BookingConfig {
    /** How long before its start an appointment can be checked in. */
    @WithDefault("24h")
    Duration checkInOpens();
}
