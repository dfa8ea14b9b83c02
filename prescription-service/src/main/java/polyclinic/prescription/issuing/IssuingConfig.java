package polyclinic.prescription.issuing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How prescriptions are issued. */
@ConfigMapping(prefix = "polyclinic.issuing")
interface IssuingConfig {
    /** After this time without a stored document the prescription goes back to draft; no step may take longer. */
    @WithDefault("60S")
    Duration givesUpAfter();

    /** How long an issued prescription is valid; then it expires. */
    @WithDefault("365D")
    Duration validFor();

    /** How long a replica that is gone owns an attempt; one that works renews it. */
    @WithDefault("20S")
    Duration lease();

    /** How often a replica looks for attempts that no replica owns. */
    @WithDefault("1S")
    Duration poll();

    /** The pause after a failed try; it grows up to sixteen times this. */
    @WithDefault("500MS")
    Duration pause();

    /** How many prescriptions one replica issues at a time. */
    @WithDefault("4")
    int parallel();
}
