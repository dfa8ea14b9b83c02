package polyclinic.patient;

import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import polyclinic.commons.testing.contracts.Look;
import polyclinic.commons.testing.contracts.RoleTable;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "patient"))
@WithTestResource(value = KafkaServer.class)
class PatientRolesTest extends RoleTable {
    @Override
    protected UUID ownPatient() {
        return UUID.fromString(ServiceTest.registered());
    }

    @Override
    protected List<Look> looks(String user, UUID own) {
        String inCare = ServiceTest.registered();
        booked(user, inCare);
        List<Look> looks = new ArrayList<>(List.of(Look.get("/api/v1/patients/me")));
        for (String patient : List.of(own.toString(), inCare, ServiceTest.registered())) {
            String path = "/api/v1/patients/" + patient;
            String uhid = as("reception").get(path).path("uhid");
            looks.add(Look.get(path));
            looks.add(new Look("PATCH", path, "{}", "\"999\""));
            looks.add(Look.get(path + "/allergies"));
            looks.add(Look.get(path + "/conditions"));
            looks.add(Look.get(path + "/immunizations"));
            looks.add(Look.get(path + "/medical-records"));
            looks.add(Look.get("/api/v1/patients?uhid=" + uhid));
        }
        return looks;
    }

    private static void booked(String doctor, String patient) {
        UUID appointment = UUID.randomUUID();
        TopicClient.publish(
                "appointment.events",
                "appointment.booked.v1",
                appointment,
                Map.of(
                        "appointmentId",
                        appointment,
                        "version",
                        0,
                        "patientId",
                        patient,
                        "doctorId",
                        UUID.randomUUID(),
                        "doctorSubject",
                        Tokens.subject(doctor),
                        "startsAt",
                        Instant.now().toString(),
                        "status",
                        "scheduled"));
        String token = Tokens.withRoles(doctor, Set.of("doctor"), Map.of());
        await().until(() -> withToken(token).get("/api/v1/patients/" + patient).statusCode() == 200);
    }
}
