package polyclinic.prescription.document;

import io.smallrye.config.ConfigMapping;
import java.time.ZoneId;

/** The head of the paper. */
@ConfigMapping(prefix = "polyclinic.clinic")
public interface ClinicConfig {
    String name();

    String address();

    String phone();

    /** Where a prescription's date is read off the clock. */
    ZoneId timeZone();
}
