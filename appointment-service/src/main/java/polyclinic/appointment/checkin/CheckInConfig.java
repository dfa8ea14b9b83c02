package polyclinic.appointment.checkin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "polyclinic.check-in")
interface CheckInConfig {
    /** How long before its start an appointment can be checked in. */
    @WithDefault("24h")
    Duration opens();
}
