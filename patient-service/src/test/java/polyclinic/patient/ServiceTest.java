package polyclinic.patient;

import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final AtomicInteger BIRTHS = new AtomicInteger();

    /** A registration that resembles no other: two with similar names on one birth date would. */
    protected static String newPatient() {
        String unique = UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        return """
                {"givenName":"Ada %s","familyName":"Lovelace %s","birthDate":"%s","sex":"female"}""".formatted(
                        unique,
                        new StringBuilder(unique).reverse(),
                        LocalDate.of(1930, 1, 1).plusDays(BIRTHS.getAndIncrement()));
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
