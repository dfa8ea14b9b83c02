package polyclinic.appointment.consultations;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
class EncounterQueriesTest extends AppointmentServiceTest {
    @Test
    void encounters_are_shown_to_the_patient_and_the_doctor_they_were_with() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String id = booked(patient, doctor, SOON);
        checkedIn(id);
        String encounter = act(doctor.asks(), id, "start", "{}").path("encounterId");
        String query = "/api/v1/encounters?patientId=" + patient;

        assertThat(asPatient(patient).get(query).jsonPath().getList("items.id")).isEqualTo(List.of(encounter));
        assertThat(doctor.asks().get(query).jsonPath().getList("items.id")).isEqualTo(List.of(encounter));
        assertThat(doctor().asks().get(query).jsonPath().getList("items.id")).isEmpty();
        assertThat(asPatient(StubServices.registeredPatient())
                        .get(query)
                        .jsonPath()
                        .getList("items.id"))
                .isEmpty();
        assertProblem(doctor().asks().get("/api/v1/encounters/" + encounter), 404, "not-found");
    }

    @Test
    void a_read_of_an_encounter_is_audited() {
        var doctor = doctor();
        String id = booked(doctor, SOON);
        checkedIn(id);
        String encounter = act(doctor.asks(), id, "start", "{}").path("encounterId");

        doctor.asks().get("/api/v1/encounters/" + encounter).then().statusCode(200);

        auditEntry("read", encounter);
    }
}
