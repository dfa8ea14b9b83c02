package polyclinic.gateway.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.asDoctor;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

@QuarkusTest
class RequestContextFilterTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @Test
    void ids_are_forwarded_and_returned() {
        HttpResponse<String> answer = send(asDoctor("/api/v1/patients")
                .header("X-Request-Id", "visit-42.a_b")
                .header("traceparent", TRACE)
                .header("tracestate", "a=b"));

        StubRequest seen = StubUpstreams.patients().onlyRequest();
        assertThat(seen.all("x-request-id")).containsExactly("visit-42.a_b");
        assertThat(answer.headers().allValues("x-request-id")).containsExactly("visit-42.a_b");
        assertThat(answer.headers().allValues("traceparent")).isEqualTo(seen.all("traceparent"));
    }

    @Test
    void invalid_ids_are_replaced() {
        HttpResponse<String> answer = send(asDoctor("/api/v1/patients")
                .header("X-Request-Id", "<script>" + "x".repeat(300))
                .header("traceparent", "00-zz-1-1")
                .header("tracestate", "a=b"));

        StubRequest seen = StubUpstreams.patients().onlyRequest();
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
        String traceId = GatewayClient.problem(answer).getString("traceId");
        assertThat(answer.headers().firstValue("traceparent"))
                .hasValueSatisfying(p -> assertThat(p).contains(traceId));
        assertThat(GatewayClient.problem(answer).getString("instance")).isEqualTo("/api/v1/nowhere");
    }
}
