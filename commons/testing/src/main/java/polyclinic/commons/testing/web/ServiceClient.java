package polyclinic.commons.testing.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.config.FailureConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.QueryableRequestSpecification;
import io.restassured.specification.RequestSpecification;
import io.restassured.specification.ResponseSpecification;
import io.restassured.specification.SpecificationQuerier;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** A client of the service under test, to be imported statically. */
public final class ServiceClient {
    /**
     * What was asked and answered is printed where a test expected something else: a status alone says too little. The library's own log
     * would put each request and answer into words first, which takes longer than most requests.
     */
    private static final FailureConfig ON_FAILURE =
            FailureConfig.failureConfig().failureListeners(ServiceClient::print);

    private ServiceClient() {}

    /** A request with JSON in the name of a user whose role is its name; see {@link Tokens#of(String)}. */
    public static RequestSpecification as(String user) {
        return withToken(Tokens.of(user));
    }

    /** A request with JSON in the name of a patient who is linked to their record. */
    public static RequestSpecification asPatient(UUID patientId) {
        return withToken(Tokens.patient("patient", patientId));
    }

    public static RequestSpecification withToken(String token) {
        return given().config(RestAssured.config().failureConfig(ON_FAILURE))
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON);
    }

    private static void print(RequestSpecification request, ResponseSpecification expected, Response response) {
        QueryableRequestSpecification asked = SpecificationQuerier.query(request);
        System.out.printf("%s %s%n", asked.getMethod(), asked.getURI());
        if (asked.getBody() != null) System.out.println(asked.<Object>getBody());
        System.out.printf("%s%n%s%n%n%s%n", response.statusLine(), response.headers(), response.asString());
    }

    /** A request to the service's management interface, where {@code /q/health}, {@code /q/metrics} and {@code /q/openapi} are. */
    public static RequestSpecification management() {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        return given().baseUri("http://127.0.0.1").port(port);
    }

    /** The id of what was created; fails unless the answer is a 201. */
    public static String created(Response response) {
        return response.then().statusCode(201).extract().path("id");
    }

    /** Fails unless the answer is a problem (RFC 9457) of this status and type. */
    public static void assertProblem(Response response, int status, String slug) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.<String>path("type")).isEqualTo("urn:polyclinic:problem:" + slug);
    }
}
