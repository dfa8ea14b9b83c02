package polyclinic.appointment;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.testing.provenance.ProvenanceContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "appointment"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = StubServices.class)
class AppointmentProvenanceTest extends ProvenanceContract {
    @Override
    protected List<Kind> kinds() {
        return List.of(
                new Kind(
                        "/api/v1/doctors",
                        () -> AppointmentServiceTest.registration("dr-" + UUID.randomUUID(), "Europe/Berlin"),
                        null),
                new Kind(
                        "/api/v1/queue",
                        () -> "{\"patientId\":\"" + StubServices.registeredPatient() + "\"}",
                        "reception"));
    }
}
