package polyclinic.prescription.documents;

import io.smallrye.config.ConfigMapping;
import java.time.ZoneId;

/** The clinic, as it stands at the head of a prescription. */
@ConfigMapping(prefix = "polyclinic.clinic")
public interface ClinicConfig {
    String name();

    String address();

    String phone();

    /** The zone in which a prescription has its date. */
    ZoneId timeZone();
}
