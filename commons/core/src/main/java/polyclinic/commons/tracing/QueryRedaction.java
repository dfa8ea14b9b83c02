package polyclinic.commons.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Takes the query out of the addresses that HTTP spans carry (OpenTelemetry semantic conventions, "url" and the older
 * "http"): what is searched for is a name, a telephone number or words of a note, and whoever reads traces need not be
 * one who may read those. The instrumentation sets these attributes before the span starts and has no switch for them.
 */
@Singleton
@Unremovable
class QueryRedaction implements SpanProcessor {
    private static final String REDACTED = "REDACTED";
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final List<AttributeKey<String>> ADDRESSES = List.of(
            AttributeKey.stringKey("url.full"),
            AttributeKey.stringKey("http.url"),
            AttributeKey.stringKey("http.target"));

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getAttribute(QUERY) != null) span.setAttribute(QUERY, REDACTED);
        for (AttributeKey<String> key : ADDRESSES) {
            String address = span.getAttribute(key);
            int query = address == null ? -1 : address.indexOf('?');
            if (query >= 0) span.setAttribute(key, address.substring(0, query + 1) + REDACTED);
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
