package polyclinic.patient;

import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

/** The service against its own PostgreSQL and Kafka, through HTTP. */
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "patient"))
@WithTestResource(value = KafkaServer.class)
public abstract class ServiceTest {
    /** A registration that resembles no other. */
    protected static String newPatient() {
        String unique = UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        return """
                {"givenName":"Ada %s","familyName":"Lovelace %s","birthDate":"%s","sex":"female"}""".formatted(
                unique,
                new StringBuilder(unique).reverse(),
                LocalDate.of(1930, 1, 1).plusDays(ThreadLocalRandom.current().nextInt(30_000)));
    }

    protected static String registered() {
        return as("reception")
                .body(newPatient())
                .post("/api/v1/patients")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
