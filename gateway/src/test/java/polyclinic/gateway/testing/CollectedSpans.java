package polyclinic.gateway.testing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The last spans that the gateway under test has ended. */
@Singleton
@Unremovable
public class CollectedSpans implements SpanProcessor {

    private static final int MAX_SPANS = 100;
    private static final ConcurrentLinkedDeque<SpanData> ENDED = new ConcurrentLinkedDeque<>();

    public static Optional<SpanData> ofTrace(String traceId) {
        return ENDED.stream().filter(span -> span.getTraceId().equals(traceId)).findFirst();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        ENDED.addFirst(span.toSpanData());
        if (ENDED.size() > MAX_SPANS) ENDED.pollLast();
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
