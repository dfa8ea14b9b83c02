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
                new Reference("PlaceOrder.patientId", "unknown-patient", id -> order(id, "")),
                new Reference(
                        "PlaceOrder.encounterId",
                        "unknown-encounter",
                        id -> order(patient, ",\"encounterId\":\"" + id + "\"")),
                new Reference(
                        "PlaceOrder.appointmentId",
                        "unknown-appointment",
                        id -> order(patient, ",\"appointmentId\":\"" + id + "\"")),
                new Reference("CreateTask.patientId", "unknown-patient", id -> as("nurse")
                        .body("{\"title\":\"call\",\"patientId\":\"%s\"}".formatted(id))
                        .post("/api/v1/tasks")),
                new Reference("JoinQueue.patientId", "unknown-patient", id -> join(id, doctor, "")),
                new Reference("JoinQueue.doctorId", "unknown-doctor", id -> join(patient, id, "")),
                new Reference("AssignQueueEntry.doctorId", "unknown-doctor", id -> as("nurse")
                        .body("{\"doctorId\":\"" + id + "\"}")
                        .post("/api/v1/queue/"
                                + AppointmentServiceTest.joinCommonQueue(StubServices.registeredPatient())
                                        .path("id") + "/assign")),
                new Reference(
                        "JoinQueue.appointmentId",
                        "invalid-input",
                        id -> join(patient, doctor, ",\"appointmentId\":\"" + id + "\"")));
    }

    @Override
    protected Map<String, String> exempt() {
        return Map.of(
                "CompleteOrder.documentId",
                "asset-service tells it, to those who may see it, when it is followed",
                "TaskPatch.patientId",
                "a task's patient cannot be changed");
    }

    private static Response book(UUID patient, UUID doctor) {
        return as("reception")
                .body("{\"patientId\":\"%s\",\"doctorId\":\"%s\",\"start\":\"%s\"}"
                        .formatted(patient, doctor, AppointmentServiceTest.SOON))
                .post("/api/v1/appointments");
    }

    private static Response order(UUID patient, String more) {
        return as("admin").body("""
                        {"patientId":"%s","kind":"nursing","code":{"name":"as discussed"}%s}""".formatted(patient, more)).post("/api/v1/orders");
    }

    private static Response join(UUID patient, UUID doctor, String more) {
        return as("nurse")
                .body("{\"patientId\":\"%s\",\"doctorId\":\"%s\"%s}".formatted(patient, doctor, more))
                .post("/api/v1/queue");
    }
}
