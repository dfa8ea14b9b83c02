package polyclinic.appointment;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import polyclinic.commons.testing.contracts.RestatementContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "appointment"))
@WithTestResource(value = KafkaServer.class)
class AppointmentRestatementsTest extends RestatementContract {
    @Override
    protected String topic() {
        return "appointment.events";
    }

    @Override
    protected Map<String, UUID> things() {
        AppointmentServiceTest.Doctor doctor = AppointmentServiceTest.doctor();
        return Map.of(
                "doctors",
                UUID.fromString(doctor.id()),
                "appointments",
                UUID.fromString(AppointmentServiceTest.booked(doctor, AppointmentServiceTest.SOON)),
                "queue-entries",
                UUID.fromString(AppointmentServiceTest.walkIn(doctor, "normal")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id")));
    }
}
