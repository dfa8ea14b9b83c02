package polyclinic.notes.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.identity.Caller;

class AccessTest {

    @Test
    void a_role_without_clinical_content_widens_nothing() {
        assertThat(Access.asPatient(caller("patient", "receptionist"))).isTrue();
        assertThat(Access.asPatient(caller("patient", "cashier", "auditor", "pharmacist")))
                .isTrue();
        assertThat(Access.asPatient(caller("patient", "nurse"))).isFalse();
    }

    @Test
    void a_laboratory_is_one_only_without_a_clinical_role() {
        assertThat(Access.asLaboratory(caller("lab_technician"))).isTrue();
        assertThat(Access.asLaboratory(caller("lab_technician", "receptionist")))
                .isTrue();
        assertThat(Access.asLaboratory(caller("lab_technician", "doctor"))).isFalse();
    }

    @Test
    void reach_narrows_and_never_widens() {
        UUID own = UUID.randomUUID();
        UUID other = UUID.randomUUID();

        assertThat(Reach.only(own).narrowed(null).has(own)).isTrue();
        assertThat(Reach.only(own).narrowed(own).has(own)).isTrue();
        assertThat(Reach.only(own).narrowed(other)).isEqualTo(Reach.NONE);
        assertThat(Reach.ALL.narrowed(other)).isEqualTo(Reach.only(other));
        assertThat(Reach.ALL.conditions()).isEmpty();
        assertThat(Reach.NONE.conditions()).hasSize(1);
    }

    private static Caller caller(String... roles) {
        return new Caller("someone", "someone", Set.of(roles), null, null, null);
    }
}
