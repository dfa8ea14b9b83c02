package polyclinic.commons.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.values.Ids;

class NamedPatientsTest {
    private record View(UUID id, UUID patientId) implements PatientData {}

    @Test
    void finds_the_patients_of_single_views_of_lists_and_of_members_of_problems() {
        UUID one = Ids.next();
        UUID other = Ids.next();
        View view = new View(Ids.next(), one);

        assertThat(NamedPatients.shownBy(view)).containsExactly(one);
        assertThat(NamedPatients.shownBy(List.of(view, new View(Ids.next(), other), view)))
                .containsExactly(one, other);
        assertThat(NamedPatients.shownBy(Map.of("candidates", List.of(view)))).containsExactly(one);
    }

    @Test
    void what_is_no_patients_data_shows_nobody() {
        assertThat(NamedPatients.shownBy(null)).isEmpty();
        assertThat(NamedPatients.shownBy("text")).isEmpty();
        assertThat(NamedPatients.shownBy(Map.of("violations", List.of("a"), "maxSize", 1)))
                .isEmpty();
    }
}
