package polyclinic.patient.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.arc.Unremovable;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import polyclinic.patient.ServiceTest;

/** Whatever is searched for, the spans of a sampled request do not tell. */
@QuarkusTest
class TracedRequestsTest extends ServiceTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    /** The spans of that one trace. */
    @Singleton
    @Unremovable
    static class Spans implements SpanProcessor {
        static final Queue<SpanData> ENDED = new ConcurrentLinkedQueue<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            if (span.getSpanContext().getTraceId().equals(TRACE)) ENDED.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    @Test
    void spans_hold_nothing_of_what_was_searched_for() {
        as("reception")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .queryParam("q", "Ramanujan")
                .queryParam("email", "srinivasa@example.org")
                .queryParam("phone", "+12025550177")
                .get("/api/v1/patients")
                .then()
                .statusCode(200);

        await().until(() -> !Spans.ENDED.isEmpty());
        List<String> spans = Spans.ENDED.stream()
                .map(span -> span.getName() + span.getAttributes().asMap() + span.getEvents())
                .toList();
        assertThat(spans).isNotEmpty().allSatisfy(span -> assertThat(span)
                .doesNotContainIgnoringCase("ramanujan", "srinivasa", "2025550177"));
        assertThat(spans).anySatisfy(span -> assertThat(span).contains("/api/v1/patients"));
    }
}
