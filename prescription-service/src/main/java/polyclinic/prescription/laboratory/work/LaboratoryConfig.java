package polyclinic.prescription.laboratory.work;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.Instant;
import polyclinic.prescription.laboratory.LabPriority;

/** How the laboratory works. */
@ConfigMapping(prefix = "polyclinic.laboratory")
interface LaboratoryConfig {
    /** How long results may wait for a doctor. */
    ReviewWithin reviewWithin();

    /** Whether patients see results before a doctor has reviewed them. */
    @WithDefault("false")
    boolean patientsSeeUnreviewed();

    /** How often overdue reviews are looked for. */
    @WithDefault("30S")
    Duration poll();

    /** By the priority of the request. */
    interface ReviewWithin {
        @WithDefault("72H")
        Duration routine();

        @WithDefault("24H")
        Duration urgent();

        @WithDefault("1H")
        Duration stat();

        /** For critical results, where the priority does not say sooner. */
        @WithDefault("1H")
        Duration critical();

        default Instant dueAt(LabPriority priority, boolean isCritical, Instant now) {
            Duration usual =
                    switch (priority) {
                        case ROUTINE -> routine();
                        case URGENT -> urgent();
                        case STAT -> stat();
                    };
            return now.plus(isCritical && critical().compareTo(usual) < 0 ? critical() : usual);
        }
    }
}
