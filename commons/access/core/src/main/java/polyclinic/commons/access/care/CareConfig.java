package polyclinic.commons.access.care;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long care lasts. The same values belong into every service. */
@ConfigMapping(prefix = "polyclinic.access")
public interface CareConfig {
    /** Whether the service keeps care relationships at all. */
    @WithDefault("true")
    boolean keepsCare();

    /** From the start of the appointment, or from when the patient joined the queue. */
    @WithDefault("365D")
    Duration careLasts();

    /** From the start of an appointment that the patient missed: time for a letter or a call, not for a year of reading. */
    @WithDefault("7D")
    Duration careLastsAfterNoShow();

    /** Emergency access for which no minutes are asked. */
    @WithDefault("1H")
    Duration emergencyLasts();

    /** The most minutes that may be asked for. */
    @WithDefault("4H")
    Duration emergencyMax();
}
