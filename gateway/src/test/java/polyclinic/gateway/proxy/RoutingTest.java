package polyclinic.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.asDoctor;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.post;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

@QuarkusTest
class RoutingTest {

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @ParameterizedTest
    @CsvSource({
        "patients,patients",
        "patients/1/allergies,patients",
        "doctors,appointments",
        "appointments,appointments",
        "queue,appointments",
        "encounters,appointments",
        "prescriptions,appointments",
        "notes,notes",
        "note-templates,notes",
        "transcripts/1/segments,notes",
        "clinical-data,notes",
        "history,notes",
        "timelines/1,notes",
        "flags,notes",
        "webhooks,notes",
        "ai-logs,notes",
        "ai-proposals/1/accept,notes",
        "assets,assets",
        "medications,appointments",
        "inventory/items,appointments",
        "dispenses/1,appointments",
        "lab-requests,appointments",
        "verify/x,appointments",
        "orders,appointments",
        "tasks,appointments",
        "alerts,appointments",
        "prices,appointments",
        "invoices,appointments",
        "payments,appointments",
        "shifts,appointments",
        "statements/1,appointments",
        "reports/revenue,appointments"
    })
    void every_prefix_is_routed_to_its_service(String path, String service) {
        HttpResponse<String> answer = get("/api/v1/" + path + "?limit=3&q=%C3%BC");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(stub(service).onlyRequest().target()).isEqualTo("/api/v1/" + path + "?limit=3&q=%C3%BC");
    }

    @Test
    void what_papers_name_is_read_without_a_sign_in_and_counted_by_address() throws Exception {
        String answer = anonymous("GET /api/v1/verify/token");

        assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("ratelimit:");
        assertThat(StubUpstreams.appointments().onlyRequest().target()).isEqualTo("/api/v1/verify/token");
        assertThat(StubUpstreams.appointments().onlyRequest().header("authorization"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/v1/verify/token",
                "DELETE /api/v1/verify/token",
                "GET /api/v1/verifyx/token",
                "GET /api/v1/prescriptions",
                "GET /api/v1/prescriptions/verify"
            })
    void nothing_else_is(String request) throws Exception {
        assertThat(anonymous(request)).matches("(?s)HTTP/1.1 (401|404) .*");
        assertThat(StubUpstreams.appointments().received).isEmpty();
    }

    @Test
    void a_wrong_token_is_refused_where_none_is_needed() throws Exception {
        assertThat(GatewayClient.raw("GET /api/v1/verify/token HTTP/1.1\r\nHost: x\r\n"
                        + "Authorization: Bearer wrong\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
    }

    private static String anonymous(String request) throws Exception {
        return GatewayClient.raw(request + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/v1",
                "/api/v1/",
                "/api/v1/unknown",
                "/api/v2/patients",
                "/API/v1/patients",
                "/api/v1/patientsx",
                "/api/sync/else",
                "/favicon.ico"
            })
    void an_unknown_address_is_a_problem(String path) {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(slug(answer)).isEqualTo("not-found");
        assertThat(StubUpstreams.patients().received).isEmpty();
    }

    /** Vert.x routes by the normalised path, so each of these would arrive at a page that was there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q",
                "/q/health",
                "/q/metrics",
                "/q/openapi",
                "/q/nothing",
                "/%71/metrics",
                "/q/%6detrics",
                "/./q/metrics",
                "/x/../q/metrics",
                "//q/metrics"
            })
    void nothing_of_the_management_interface_is_served_to_clients(String path) {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("# TYPE", "UP", "paths");
    }

    @Test
    void request_and_response_bodies_arrive_complete() {
        HttpResponse<String> answer = post("/api/v1/patients", "{\"name\":\"" + "ü".repeat(1000) + "\"}");

        assertThat(answer.body()).isEqualTo("{\"length\":2011}");
        assertThat(StubUpstreams.patients().onlyRequest().header("content-type"))
                .isEqualTo("application/json");
    }

    @Test
    void the_token_is_forwarded_to_the_service() {
        get("/api/v1/patients");

        assertThat(StubUpstreams.patients().onlyRequest().header("authorization"))
                .startsWith("Bearer ey");
    }

    @Test
    void the_service_receives_the_address_that_the_client_called() {
        HttpResponse<String> answer = post("/api/v1/patients/created", "{}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("location"))
                .hasValue("http://127.0.0.1:" + GatewayClient.port() + "/api/v1/patients/1");
        assertThat(answer.headers().firstValue("etag")).hasValue("\"0\"");
    }

    @Test
    void conditional_answers_without_a_body_stay_without_one() {
        HttpResponse<String> notModified =
                send(asDoctor("/api/v1/patients/not-modified").header("If-None-Match", "\"7\""));
        HttpResponse<String> noContent =
                send(asDoctor("/api/v1/patients/no-content").DELETE());

        assertThat(notModified.statusCode()).isEqualTo(304);
        assertThat(notModified.headers().firstValue("etag")).hasValue("\"7\"");
        assertThat(notModified.headers().firstValue("transfer-encoding")).isEmpty();
        assertThat(noContent.statusCode()).isEqualTo(204);
        assertThat(noContent.headers().firstValue("transfer-encoding")).isEmpty();
    }

    @Test
    void a_head_has_the_headers_of_a_get_and_no_body() throws Exception {
        String answer = GatewayClient.raw("HEAD /api/v1/patients/huge?bytes=0 HTTP/1.1\r\nHost: x\r\n"
                + GatewayClient.bearer() + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
        assertThat(StubUpstreams.patients().onlyRequest().method()).isEqualTo("HEAD");
    }

    @Test
    void a_service_s_own_error_passes_through_unchanged() {
        assertThat(get("/api/v1/patients/fails").statusCode()).isEqualTo(500);
        assertThat(get("/api/v1/patients/fails").body()).isEqualTo("{\"status\":500}");
    }

    @Test
    void a_patch_and_a_put_pass_and_an_unknown_method_does_not() {
        assertThat(send(asDoctor("/api/v1/patients/1").method("PATCH", BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(asDoctor("/api/v1/patients/1").PUT(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(StubUpstreams.patients().received.stream().map(StubRequest::method))
                .containsExactly("PATCH", "PUT");
        for (String method : List.of("TRACE", "FOO", "PROPFIND")) {
            HttpResponse<String> answer = send(asDoctor("/api/v1/patients").method(method, BodyPublishers.noBody()));
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("allow"))
                    .hasValueSatisfying(allow -> assertThat(allow).contains("PATCH"));
            assertThat(slug(answer)).isEqualTo("method-not-allowed");
        }
        assertThat(StubUpstreams.patients().received).hasSize(2);
    }

    @Test
    void connections_to_a_service_are_kept_and_used_again() {
        for (int i = 0; i < 20; i++) get("/api/v1/assets/" + i);

        assertThat(StubUpstreams.assets().received).hasSize(20);
        assertThat(StubUpstreams.assets().connectionsAccepted()).isLessThanOrEqualTo(1);
    }

    private static StubUpstream stub(String name) {
        return switch (name) {
            case "patients" -> StubUpstreams.patients();
            case "appointments" -> StubUpstreams.appointments();
            // The replica that was asked.
            case "notes" ->
                StubUpstreams.notes().stream()
                        .filter(replica -> !replica.received.isEmpty())
                        .findFirst()
                        .orElseThrow();
            default -> StubUpstreams.assets();
        };
    }
}
