package polyclinic.commons.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClinicDaysTest {
    @ParameterizedTest
    @CsvSource({
        "Asia/Kolkata, 2026-12-31T18:29:59Z, 2026-12-31",
        "Asia/Kolkata, 2026-12-31T18:30:00Z, 2027-01-01",
        "Pacific/Kiritimati, 2026-12-31T10:00:00Z, 2027-01-01",
        "Pacific/Pago_Pago, 2027-01-01T10:59:59Z, 2026-12-31",
        // The hour before midnight a second time
        "America/Sao_Paulo, 2018-02-18T02:30:00Z, 2018-02-17",
    })
    void days_and_years_are_those_where_the_clinic_is(String zone, Instant now, String day) {
        ClinicDays days = new ClinicDays(Clock.fixed(now, ZoneId.of("UTC")), ZoneId.of(zone));

        assertThat(days.today()).isEqualTo(day);
        assertThat(days.day(now)).isEqualTo(day);
    }
}
