package polyclinic.commons.testing.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.config.FailureConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.filter.FilterContext;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.restassured.specification.RequestSpecification;
import io.restassured.specification.ResponseSpecification;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.testing.responses.ParsedResponse;

/** A client of the service under test, to be imported statically. */
public final class ServiceClient {
    /**
     * What was asked and answered is printed where a test expected something else: a status alone says too little. The library's own log
     * would put each request and answer into words first, which takes longer than most requests.
     */
    private static final FailureConfig ON_FAILURE =
            FailureConfig.failureConfig().failureListeners(ServiceClient::print);

    /** By each thread at last. */
    private static final ThreadLocal<@Nullable FilterableRequestSpecification> ASKED = new ThreadLocal<>();

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
        return given().config(config())
                .filter(ServiceClient::remembered)
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON);
    }

    private static RestAssuredConfig config() {
        RestAssuredConfig config = RestAssured.config();
        return config.httpClient(config.getHttpClientConfig().httpClientFactory(RequestClient::new))
                .failureConfig(ON_FAILURE);
    }

    /** The listener is not told what was asked. */
    private static Response remembered(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext rest) {
        ASKED.set(request);
        return ParsedResponse.of(rest.next(request, expected));
    }

    private static void print(@Nullable RequestSpecification none, ResponseSpecification expected, Response response) {
        FilterableRequestSpecification asked = ASKED.get();
        if (asked != null)
            System.out.printf("%s %s%n%s%n%n", asked.getMethod(), asked.getURI(), asked.<Object>getBody());
        System.out.printf("%s%n%s%n%n%s%n", response.statusLine(), response.headers(), response.asString());
    }

    /** A request to the service's management interface, where {@code /q/health}, {@code /q/metrics} and {@code /q/openapi} are. */
    public static RequestSpecification management() {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        return given().config(config())
                .filter(ServiceClient::remembered)
                .baseUri("http://127.0.0.1")
                .port(port);
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
