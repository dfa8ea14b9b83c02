package polyclinic.patient;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import polyclinic.commons.testing.Identity;
import polyclinic.commons.testing.KafkaServer;
import polyclinic.commons.testing.PostgresServer;
import polyclinic.commons.testing.Tokens;

/** The service against its own PostgreSQL and Kafka, through HTTP. */
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "patient"))
@WithTestResource(value = KafkaServer.class)
public abstract class ServiceTest {
    protected static RequestSpecification as(String user) {
        return given().header("Authorization", "Bearer " + Tokens.of(user)).contentType(ContentType.JSON);
    }

    /** A registration that nothing else resembles. */
    protected static String newPatient() {
        String unique = UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        return """
                {"givenName":"Ada %s","familyName":"Lovelace %s","birthDate":"%s","sex":"female"}""".formatted(
                        unique,
                        new StringBuilder(unique).reverse(),
                        java.time.LocalDate.of(1930, 1, 1)
                                .plusDays(java.util.concurrent.ThreadLocalRandom.current()
                                        .nextInt(30_000)));
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
