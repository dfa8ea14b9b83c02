package polyclinic.gateway.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.asDoctor;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.send;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.gateway.testing.CollectedSpans;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

/** In these tests every trace is sampled. */
@QuarkusTest
class RequestTracingTest {

    private static final String CLIENT_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01"})
    void a_trace_begins_at_the_gateway_whatever_the_client_sends(String sampled) {
        HttpResponse<String> answer = send(asDoctor("/api/v1/patients?q=Ada")
                .header("traceparent", "00-" + CLIENT_TRACE + "-00f067aa0ba902b7-" + sampled)
                .header("tracestate", "a=b"));

        StubRequest seen = StubUpstreams.patients().onlyRequest();
        String traceparent = answer.headers().firstValue("traceparent").orElseThrow();
        assertThat(traceparent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01").doesNotContain(CLIENT_TRACE);
        assertThat(seen.all("traceparent")).containsExactly(traceparent);
        assertThat(seen.header("tracestate")).isNull();
        SpanData span = spanOf(traceparent);
        assertThat(span.getLinks()).singleElement().satisfies(link -> assertThat(
                        link.getSpanContext().getTraceId())
                .isEqualTo(CLIENT_TRACE));
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getName()).isEqualTo("GET /api/v1/patients");
        assertThat(span.getAttributes().asMap().toString())
                .contains("polyclinic.client.trace_id=" + CLIENT_TRACE, "http.response.status_code=200")
                .doesNotContain("Ada");
    }

    @Test
    void a_request_without_a_trace_has_a_span_without_a_link() {
        HttpResponse<String> answer = get("/api/v1/nowhere");

        SpanData span = spanOf(answer.headers().firstValue("traceparent").orElseThrow());
        assertThat(span.getLinks()).isEmpty();
        assertThat(GatewayClient.problem(answer).getString("traceId")).isEqualTo(span.getTraceId());
    }

    @Test
    void log_lines_of_a_request_carry_its_trace_id() {
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        Logger logger = Logger.getLogger("polyclinic.gateway.proxy.ProxyExchange");
        ExtHandler handler = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord entry) {
                logged.add(String.valueOf(entry.getMdc("traceId")));
            }
        };
        handler.setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
        try {
            HttpResponse<String> answer = get("/api/v1/audit");

            assertThat(logged).contains(GatewayClient.problem(answer).getString("traceId"));
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
    }

    private static SpanData spanOf(String traceparent) {
        return await().until(() -> CollectedSpans.ofTrace(traceparent.substring(3, 35)), Optional::isPresent)
                .orElseThrow();
    }
}
