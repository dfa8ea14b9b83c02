package polyclinic.appointment;

import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import polyclinic.commons.testing.contracts.ReferenceTable;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "appointment"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = StubServices.class)
class AppointmentReferencesTest extends ReferenceTable {
    @Override
    protected List<Reference> checked() {
        UUID patient = StubServices.registeredPatient();
        UUID doctor = UUID.fromString(AppointmentServiceTest.doctor().id().toString());
        return List.of(
                new Reference("BookAppointment.patientId", "unknown-patient", id -> book(id, doctor)),
                new Reference("BookAppointment.doctorId", "unknown-doctor", id -> book(patient, id)),
                new Reference("JoinQueue.patientId", "unknown-patient", id -> join(id, doctor, "")),
                new Reference("JoinQueue.doctorId", "unknown-doctor", id -> join(patient, id, "")),
                new Reference(
                        "JoinQueue.appointmentId",
                        "invalid-input",
                        id -> join(patient, doctor, ",\"appointmentId\":\"" + id + "\"")));
    }

    @Override
    protected Map<String, String> exempt() {
        return Map.of();
    }

    private static Response book(UUID patient, UUID doctor) {
        return as("reception")
                .body("{\"patientId\":\"%s\",\"doctorId\":\"%s\",\"start\":\"%s\"}"
                        .formatted(patient, doctor, AppointmentServiceTest.SOON))
                .post("/api/v1/appointments");
    }

    private static Response join(UUID patient, UUID doctor, String more) {
        return as("nurse")
                .body("{\"patientId\":\"%s\",\"doctorId\":\"%s\"%s}".formatted(patient, doctor, more))
                .post("/api/v1/queue");
    }
}
