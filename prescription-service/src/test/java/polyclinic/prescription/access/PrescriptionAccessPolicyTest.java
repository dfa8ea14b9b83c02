package polyclinic.prescription.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;

class PrescriptionAccessPolicyTest {
    private static final UUID PATIENT = UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(strings = {"nurse", "pharmacist", "admin"})
    void roles_that_work_with_all_patients_see_all_prescriptions(String role) {
        assertThat(scope(null, role)).isEqualTo(Scope.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"receptionist", "lab_technician", "cashier", "auditor", "stranger"})
    void roles_that_neither_prescribe_nor_dispense_see_none(String role) {
        assertThat(scope(PATIENT, role)).isEqualTo(Scope.NONE);
    }

    @Test
    void a_doctor_sees_patients_in_care_and_a_patient_themselves() {
        assertThat(scope(null, "doctor")).isEqualTo(new Scope.InCareOf("subject"));
        assertThat(scope(PATIENT, "patient")).isEqualTo(new Scope.OwnPatient(PATIENT));
        assertThat(scope(null, "patient")).isEqualTo(Scope.NONE);
    }

    @Test
    void the_widest_of_several_roles_counts() {
        assertThat(scope(PATIENT, "patient", "doctor", "nurse")).isEqualTo(Scope.ALL);
        assertThat(scope(PATIENT, "patient", "cashier")).isEqualTo(new Scope.OwnPatient(PATIENT));
    }

    @Test
    void only_the_prescriber_changes_a_prescription() {
        PrescriptionAccessPolicy.requirePrescriber(true);

        assertThatThrownBy(() -> PrescriptionAccessPolicy.requirePrescriber(false))
                .isInstanceOf(NotThePrescriber.class);
    }

    private static Scope scope(@Nullable UUID patientId, String... roles) {
        return PrescriptionAccessPolicy.scope(caller(patientId, roles));
    }

    private static Caller caller(@Nullable UUID patientId, String... roles) {
        return new Caller("subject", "name", Set.of(roles), patientId, null, null);
    }
}
