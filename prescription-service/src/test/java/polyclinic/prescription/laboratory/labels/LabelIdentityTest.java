package polyclinic.prescription.laboratory.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.prescription.projections.patients.PatientIdentity;

class LabelIdentityTest {
    @Test
    void the_patients_number_stands_before_the_date_of_birth() {
        LocalDate born = LocalDate.of(1815, 12, 10);

        assertThat(LabelPrinting.identity(patient("PC-1", born))).isEqualTo("UHID PC-1  b. 10 Dec 1815");
        assertThat(LabelPrinting.identity(patient("PC-1", null))).isEqualTo("UHID PC-1  b. unknown");
        assertThat(LabelPrinting.identity(patient(null, born))).isEqualTo("b. 10 Dec 1815");
    }

    @Test
    void an_estimated_birth_date_does_not_look_exact() {
        PatientIdentity told =
                new PatientIdentity(UUID.randomUUID(), 0, "PC-1", null, "Suharto", LocalDate.of(1950, 5, 26), true);

        assertThat(LabelPrinting.identity(told)).isEqualTo("UHID PC-1  b. about 1950");
    }

    private static PatientIdentity patient(@Nullable String uhid, @Nullable LocalDate born) {
        return new PatientIdentity(UUID.randomUUID(), 0, uhid, "Ada", "Lovelace", born, false);
    }
}
