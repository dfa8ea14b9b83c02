package polyclinic.prescription.documents;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.time.ZoneId;

/** The clinic, as printed at the head of a prescription. */
@ConfigMapping(prefix = "polyclinic.clinic")
public interface ClinicConfig {
    String name();

    String address();

    String phone();

    /** Where clients reach the clinic, for example {@code https://clinic.example.org}; the code on the paper leads there. */
    String publicUrl();

    /** Where the clinic is, and every doctor of whom nothing else is known. */
    @WithName("zone")
    ZoneId timeZone();
}
