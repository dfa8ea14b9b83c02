package polyclinic.appointment.access;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;

class AppointmentAccessPolicyTest {
    private static final UUID PATIENT_ID = UUID.randomUUID();

    @Test
    void a_patient_reaches_their_own_appointments_and_encounters() {
        Caller patient = caller(PATIENT_ID, PATIENT);

        assertThat(AppointmentAccessPolicy.appointments(patient)).isEqualTo(new Scope.OwnPatient(PATIENT_ID));
        assertThat(AppointmentAccessPolicy.encounters(patient)).isEqualTo(new Scope.OwnPatient(PATIENT_ID));
        assertThat(AppointmentAccessPolicy.queue(patient)).isEqualTo(Scope.NONE);
        assertThat(AppointmentAccessPolicy.mayContactDoctors(patient)).isFalse();
    }

    @Test
    void an_account_without_a_patient_reaches_nothing() {
        assertThat(AppointmentAccessPolicy.appointments(caller(null, PATIENT))).isEqualTo(Scope.NONE);
    }

    @Test
    void a_doctor_reaches_what_is_with_them() {
        Caller doctor = caller(null, DOCTOR);

        assertThat(AppointmentAccessPolicy.appointments(doctor)).isEqualTo(new Scope.InCareOf("subject"));
        assertThat(AppointmentAccessPolicy.queue(doctor)).isEqualTo(new Scope.InCareOf("subject"));
        assertThat(AppointmentAccessPolicy.encounters(doctor)).isEqualTo(new Scope.InCareOf("subject"));
        assertThat(AppointmentAccessPolicy.consultations(doctor)).isInstanceOf(Scope.InCareOf.class);
        assertThat(AppointmentAccessPolicy.mayOverbook(doctor)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {RECEPTIONIST, NURSE, ADMIN})
    void the_front_desk_reaches_every_appointment_and_queue(String role) {
        assertThat(AppointmentAccessPolicy.appointments(caller(null, role))).isEqualTo(Scope.ALL);
        assertThat(AppointmentAccessPolicy.queue(caller(null, role))).isEqualTo(Scope.ALL);
        assertThat(AppointmentAccessPolicy.consultations(caller(null, role)))
                .isEqualTo(role.equals(ADMIN) ? Scope.ALL : Scope.NONE);
        assertThat(AppointmentAccessPolicy.mayOverbook(caller(null, role))).isEqualTo(role.equals(ADMIN));
    }

    @Test
    void a_doctor_who_is_a_nurse_too_reaches_every_appointment() {
        assertThat(AppointmentAccessPolicy.appointments(caller(null, DOCTOR, NURSE)))
                .isEqualTo(Scope.ALL);
    }

    @Test
    void a_pharmacist_finds_doctors_and_nothing_else() {
        Caller pharmacist = caller(null, PHARMACIST);

        assertThat(AppointmentAccessPolicy.mayContactDoctors(pharmacist)).isTrue();
        assertThat(AppointmentAccessPolicy.appointments(pharmacist)).isEqualTo(Scope.NONE);
    }

    private static Caller caller(@Nullable UUID patientId, String... roles) {
        return new Caller("subject", "name", Set.of(roles), patientId, null, null);
    }
}
