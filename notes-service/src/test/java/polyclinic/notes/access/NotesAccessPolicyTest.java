package polyclinic.notes.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;

class NotesAccessPolicyTest {
    private static final UUID OWN_RECORD = UUID.randomUUID();
    private static final Scope OWN = new Scope.OwnPatient(OWN_RECORD);

    @Test
    void a_role_without_clinical_content_widens_nothing() {
        for (Caller caller :
                new Caller[] {caller("patient", "receptionist"), caller("patient", "cashier", "auditor", "pharmacist")
                }) {
            assertThat(NotesAccessPolicy.NOTES.scope(caller)).isEqualTo(OWN);
            assertThat(NotesAccessPolicy.DRAFTS.scope(caller)).isEqualTo(Scope.NONE);
        }
        assertThat(NotesAccessPolicy.NOTES.scope(caller("patient", "nurse"))).isEqualTo(Scope.ALL);
        assertThat(NotesAccessPolicy.DRAFTS.scope(caller("patient", "nurse"))).isEqualTo(Scope.ALL);
    }

    @Test
    void an_unknown_role_reaches_nothing() {
        Caller stranger = caller("janitor");

        assertThat(NotesAccessPolicy.NOTES.scope(stranger)).isEqualTo(Scope.NONE);
        assertThat(NotesAccessPolicy.LAB_RESULTS.scope(stranger)).isEqualTo(Scope.NONE);
        assertThat(NotesAccessPolicy.HISTORY.scope(stranger)).isEqualTo(Scope.NONE);
        assertThat(NotesAccessPolicy.TIMELINE.scope(stranger)).isEqualTo(Scope.NONE);
        assertThat(NotesAccessPolicy.DRAFTS.scope(stranger)).isEqualTo(Scope.NONE);
    }

    @Test
    void a_doctor_reaches_patients_in_care_and_as_a_nurse_all() {
        assertThat(NotesAccessPolicy.NOTES.scope(caller("doctor"))).isEqualTo(new Scope.InCareOf("someone"));
        assertThat(NotesAccessPolicy.NOTES.scope(caller("doctor", "nurse"))).isEqualTo(Scope.ALL);
    }

    @Test
    void an_account_that_is_linked_to_no_patient_reaches_nothing() {
        Caller unlinked = new Caller("someone", "someone", Set.of("patient"), null, null, null);

        assertThat(NotesAccessPolicy.NOTES.scope(unlinked)).isEqualTo(Scope.NONE);
    }

    @Test
    void a_laboratory_reaches_all_laboratory_results_and_no_other_data() {
        assertThat(NotesAccessPolicy.CLINICAL_DATA.scope(caller("lab_technician", "receptionist")))
                .isEqualTo(Scope.NONE);
        assertThat(NotesAccessPolicy.LAB_RESULTS.scope(caller("lab_technician", "receptionist")))
                .isEqualTo(Scope.ALL);
    }

    @Test
    void a_doctor_who_works_in_the_laboratory_reaches_all_laboratory_results_and_other_data_of_patients_in_care() {
        assertThat(NotesAccessPolicy.CLINICAL_DATA.scope(caller("lab_technician", "doctor")))
                .isEqualTo(new Scope.InCareOf("someone"));
        assertThat(NotesAccessPolicy.LAB_RESULTS.scope(caller("lab_technician", "doctor")))
                .isEqualTo(Scope.ALL);
    }

    @Test
    void a_laboratory_reads_no_notes_and_as_a_patient_only_their_own() {
        assertThat(NotesAccessPolicy.NOTES.scope(caller("lab_technician"))).isEqualTo(Scope.NONE);
        assertThat(NotesAccessPolicy.NOTES.scope(caller("lab_technician", "patient")))
                .isEqualTo(OWN);
        assertThat(NotesAccessPolicy.DRAFTS.scope(caller("lab_technician", "patient")))
                .isEqualTo(Scope.NONE);
    }

    private static Caller caller(String... roles) {
        return new Caller("someone", "someone", Set.of(roles), OWN_RECORD, null, null);
    }
}
