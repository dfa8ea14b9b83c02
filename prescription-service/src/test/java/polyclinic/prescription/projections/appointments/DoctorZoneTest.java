package polyclinic.prescription.projections.appointments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorZoneTest {
    @ParameterizedTest
    @ValueSource(strings = {"Asia/Kolkata", "Pacific/Kiritimati", "America/St_Johns", "UTC", "+05:30"})
    void a_zone_is_known_by_its_name(String name) {
        assertThat(KnownDoctor.zone(name)).contains(ZoneId.of(name));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Mars/Olympus", "Asia/", "UTC+99"})
    void any_other_name_is_none(String name) {
        assertThat(KnownDoctor.zone(name)).isEmpty();
    }
}
