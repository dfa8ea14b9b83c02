package polyclinic.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.Client.asDoctor;
import static polyclinic.gateway.Client.get;
import static polyclinic.gateway.Client.post;
import static polyclinic.gateway.Client.request;
import static polyclinic.gateway.Client.send;
import static polyclinic.gateway.Client.slug;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RoutingTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @BeforeEach
    void forget() {
        Services.patients().forget();
        Services.appointments().forget();
        Services.assets().forget();
    }

    @ParameterizedTest
    @CsvSource({
        "patients,patients", "patients/1/allergies,patients", "doctors,appointments", "appointments,appointments",
        "queue,appointments", "encounters,appointments", "prescriptions,appointments", "notes,appointments",
        "clinical-data,appointments", "history,appointments", "timelines/1,appointments", "assets,assets"
    })
    void every_prefix_leads_to_its_service(String path, String service) {
        HttpResponse<String> answer = get("/api/v1/" + path + "?limit=3&q=%C3%BC");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(only(service(service)).target()).isEqualTo("/api/v1/" + path + "?limit=3&q=%C3%BC");
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
                "/q/nothing",
                "/favicon.ico"
            })
    void an_unknown_address_is_a_problem(String path) {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(slug(answer)).isEqualTo("not-found");
        assertThat(Services.patients().seen).isEmpty();
    }

    @Test
    void a_body_arrives_whole_and_the_answer_comes_back_whole() {
        HttpResponse<String> answer = post("/api/v1/patients", "{\"name\":\"" + "ü".repeat(1000) + "\"}");

        assertThat(answer.body()).isEqualTo("{\"length\":2011}");
        assertThat(only(Services.patients()).header("content-type")).isEqualTo("application/json");
    }

    @Test
    void the_token_goes_on_to_the_service() {
        get("/api/v1/patients");

        assertThat(only(Services.patients()).header("authorization")).startsWith("Bearer ey");
    }

    @Test
    void the_service_hears_the_address_that_the_client_called() {
        HttpResponse<String> answer = post("/api/v1/patients/created", "{}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("location"))
                .hasValue("http://127.0.0.1:" + Client.port() + "/api/v1/patients/1");
        assertThat(answer.headers().firstValue("etag")).hasValue("\"0\"");
    }

    @Test
    void nobody_can_pretend_to_come_from_elsewhere() {
        send(asDoctor("/api/v1/patients")
                .header("X-Forwarded-For", "6.6.6.6")
                .header("X-Forwarded-For", "7.7.7.7, 8.8.8.8")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Port", "1")
                .header("X-Forwarded-Prefix", "/evil")
                .header("X-Forwarded-User", "admin")
                .header("Forwarded", "for=6.6.6.6")
                .header("X-Real-IP", "6.6.6.6")
                .header("True-Client-IP", "6.6.6.6")
                .header("X-Original-URL", "/api/v1/audit")
                .header("X-HTTP-Method-Override", "DELETE")
                .header("Cookie", "session=1"));

        Service.Seen seen = only(Services.patients());
        assertThat(seen.all("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(seen.all("x-forwarded-proto")).containsExactly("http");
        assertThat(seen.all("x-forwarded-host")).containsExactly("127.0.0.1:" + Client.port());
        assertThat(seen.headers().toString())
                .doesNotContain(
                        "6.6.6.6", "7.7.7.7", "evil", "method-override", "cookie", "forwarded-user", "forwarded-port");
    }

    @Test
    void a_client_cannot_have_the_gateway_drop_what_the_service_judges_by() throws Exception {
        Client.raw(
                "GET /api/v1/patients HTTP/1.1\r\nHost: x\r\n" + Client.bearer()
                        + "If-Match: \"3\"\r\nX-Mine: 1\r\nConnection: close, Authorization, X-Forwarded-For, If-Match, X-Mine\r\n\r\n");

        Service.Seen seen = only(Services.patients());
        assertThat(seen.header("authorization")).isNotNull();
        assertThat(seen.header("if-match")).isEqualTo("\"3\"");
        assertThat(seen.header("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(seen.header("x-mine")).isNull();
        assertThat(seen.header("connection")).isNull();
    }

    @Test
    void what_concerns_one_connection_stays_on_it() {
        HttpResponse<String> answer = get("/api/v1/patients/chatty");

        assertThat(answer.headers().map())
                .doesNotContainKeys("keep-alive", "x-only-here", "server", "x-powered-by", "connection");
        assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.headers().firstValue("x-kept")).hasValue("yes");
        assertThat(answer.headers().allValues("cache-control")).containsExactly("max-age=60");
        assertThat(answer.headers().allValues("x-frame-options")).containsExactly("DENY");
        assertThat(answer.headers().allValues("x-request-id")).hasSize(1).doesNotContain("other");
    }

    @Test
    void ids_are_taken_over_and_returned() {
        HttpResponse<String> answer = send(asDoctor("/api/v1/patients")
                .header("X-Request-Id", "visit-42.a_b")
                .header("traceparent", TRACE)
                .header("tracestate", "a=b"));

        Service.Seen seen = only(Services.patients());
        assertThat(seen.all("x-request-id")).containsExactly("visit-42.a_b");
        assertThat(seen.all("traceparent")).containsExactly(TRACE);
        assertThat(seen.all("tracestate")).containsExactly("a=b");
        assertThat(answer.headers().allValues("x-request-id")).containsExactly("visit-42.a_b");
        assertThat(answer.headers().allValues("traceparent")).containsExactly(TRACE);
    }

    @Test
    void ids_that_are_no_good_are_made_anew() {
        HttpResponse<String> answer = send(asDoctor("/api/v1/patients")
                .header("X-Request-Id", "<script>" + "x".repeat(300))
                .header("traceparent", "00-zz-1-1")
                .header("tracestate", "a=b"));

        Service.Seen seen = only(Services.patients());
        assertThat(seen.header("x-request-id")).matches("[0-9a-f]{32}");
        assertThat(seen.header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
        assertThat(seen.header("tracestate")).isNull();
        assertThat(answer.headers().firstValue("x-request-id")).hasValue(seen.header("x-request-id"));
        assertThat(answer.headers().firstValue("traceparent")).hasValue(seen.header("traceparent"));
    }

    @Test
    void a_problem_carries_the_ids_too() {
        HttpResponse<String> answer =
                send(request("/api/v1/nowhere").header("X-Request-Id", "abc").header("traceparent", TRACE));

        assertThat(answer.headers().firstValue("x-request-id")).hasValue("abc");
        assertThat(Client.problem(answer).getString("traceId")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(Client.problem(answer).getString("instance")).isEqualTo("/api/v1/nowhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/patients", "/api/v1/nowhere", "/openapi", "/api/sync/health"})
    void every_answer_has_the_security_headers(String path) {
        HttpResponse<String> answer = get(path);

        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("x-frame-options")).hasValue("DENY");
        assertThat(answer.headers().firstValue("referrer-policy")).hasValue("no-referrer");
        assertThat(answer.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(answer.headers().firstValue("cache-control")).isPresent();
        assertThat(answer.headers().firstValue("strict-transport-security")).isEmpty();
    }

    @Test
    void conditional_answers_without_a_body_stay_without() {
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
        String answer = Client.raw("HEAD /api/v1/patients/huge?bytes=0 HTTP/1.1\r\nHost: x\r\n" + Client.bearer()
                + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
        assertThat(only(Services.patients()).method()).isEqualTo("HEAD");
    }

    @Test
    void a_service_s_own_error_goes_through_as_it_is() {
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
        assertThat(Services.patients().seen.stream().map(Service.Seen::method)).containsExactly("PATCH", "PUT");
        for (String method : List.of("TRACE", "FOO", "PROPFIND")) {
            HttpResponse<String> answer = send(asDoctor("/api/v1/patients").method(method, BodyPublishers.noBody()));
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("allow"))
                    .hasValueSatisfying(allow -> assertThat(allow).contains("PATCH"));
            assertThat(slug(answer)).isEqualTo("method-not-allowed");
        }
        assertThat(Services.patients().seen).hasSize(2);
    }

    @Test
    void connections_to_a_service_are_kept_and_used_again() {
        for (int i = 0; i < 20; i++) get("/api/v1/assets/" + i);

        assertThat(Services.assets().seen).hasSize(20);
        assertThat(Services.assets().accepted.get()).isLessThanOrEqualTo(1);
    }

    @Test
    void another_origin_may_ask_only_when_it_is_known() {
        HttpResponse<String> known = send(request("/api/v1/patients")
                .header("Origin", "https://clinic.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,if-match")
                .method("OPTIONS", BodyPublishers.noBody()));
        HttpResponse<String> unknown = send(asDoctor("/api/v1/patients").header("Origin", "https://evil.example"));

        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.headers().firstValue("access-control-allow-origin")).hasValue("https://clinic.example");
        assertThat(known.headers().firstValue("access-control-allow-methods"))
                .hasValueSatisfying(m -> assertThat(m).contains("PATCH"));
        assertThat(unknown.statusCode()).isEqualTo(403);
        assertThat(unknown.headers().firstValue("access-control-allow-origin")).isEmpty();
        assertThat(Services.patients().seen).isEmpty();
    }

    @Test
    void a_known_origin_may_read_the_headers_that_matter() {
        HttpResponse<String> answer = send(asDoctor("/api/v1/patients").header("Origin", "https://clinic.example"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-expose-headers"))
                .hasValueSatisfying(exposed -> assertThat(exposed).contains("ETag", "RateLimit", "Location"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expired",
                "forged",
                "unsigned",
                "wrong audience",
                "rubbish",
                "empty",
                "basic",
                "twice",
                "none",
                "too long"
            })
    void without_a_good_token_there_is_no_way_in(String kind) {
        var request = request("/api/v1/patients");
        switch (kind) {
            case "expired" -> request.header("Authorization", "Bearer " + Tokens.expired("doctor"));
            case "forged" -> request.header("Authorization", "Bearer " + Tokens.forged("doctor"));
            case "unsigned" -> request.header("Authorization", "Bearer " + Tokens.unsigned("admin"));
            case "wrong audience" -> request.header("Authorization", "Bearer " + Tokens.wrongAudience("doctor"));
            case "rubbish" -> request.header("Authorization", "Bearer a.b.c");
            case "empty" -> request.header("Authorization", "Bearer ");
            case "basic" -> request.header("Authorization", "Basic ZG9jdG9yOmRvY3Rvcg==");
            case "twice" ->
                request.header("Authorization", "Bearer " + Tokens.of("doctor"))
                        .header("Authorization", "Bearer " + Tokens.of("admin"));
            case "too long" -> request.header("Authorization", "Bearer " + "x".repeat(20_000));
            default -> {}
        }

        HttpResponse<String> answer = send(request);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(slug(answer)).isEqualTo("unauthorized");
        assertThat(answer.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
        assertThat(Services.patients().seen).isEmpty();
    }

    @Test
    void a_good_token_is_good_again_and_not_beyond_its_end() throws Exception {
        String shortLived = Tokens.of(
                "nurse", java.util.Map.of("exp", java.time.Instant.now().getEpochSecond() + 2));
        var request = request("/api/v1/patients").header("Authorization", "Bearer " + shortLived);

        assertThat(send(request).statusCode()).isEqualTo(200);
        assertThat(send(request).statusCode()).isEqualTo(200);
        Thread.sleep(3_000);
        HttpResponse<String> late = send(request);

        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(late.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains("invalid_token"));
    }

    @Test
    void a_token_that_differs_in_one_character_is_another() {
        String token = Tokens.of("doctor");
        assertThat(send(request("/api/v1/patients").header("Authorization", "Bearer " + token))
                        .statusCode())
                .isEqualTo(200);
        char last = token.charAt(token.length() - 10);
        String other = token.substring(0, token.length() - 10)
                + (last == 'A' ? 'B' : 'A')
                + token.substring(token.length() - 9);

        assertThat(send(request("/api/v1/patients").header("Authorization", "Bearer " + other))
                        .statusCode())
                .isEqualTo(401);
    }

    private static Service service(String name) {
        return switch (name) {
            case "patients" -> Services.patients();
            case "appointments" -> Services.appointments();
            default -> Services.assets();
        };
    }

    private static Service.Seen only(Service service) {
        assertThat(service.seen).hasSize(1);
        return service.seen.peek();
    }
}
