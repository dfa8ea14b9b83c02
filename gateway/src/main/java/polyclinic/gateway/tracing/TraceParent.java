package polyclinic.gateway.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/** The {@code traceparent} header of W3C Trace Context, {@code 00-<32 hex>-<16 hex>-<2 hex>}. */
final class TraceParent {

    private static final int LENGTH = 55;

    private TraceParent() {}

    /** Returns the span that a client names; null when the header is absent or not of the standard's form. */
    static @Nullable SpanContext parse(@Nullable String header) {
        if (header == null || !isWellFormed(header)) return null;
        SpanContext span = SpanContext.createFromRemoteParent(
                header.substring(3, 35),
                header.substring(36, 52),
                TraceFlags.fromHex(header, 53),
                TraceState.getDefault());
        return span.isValid() ? span : null;
    }

    static String of(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
    }

    private static boolean isWellFormed(String header) {
        if (header.length() != LENGTH || !header.startsWith("00-")) return false;
        for (int i = 3; i < LENGTH; i++) {
            char c = header.charAt(i);
            boolean dash = i == 35 || i == 52;
            if (dash ? c != '-' : !isHex(c)) return false;
        }
        return true;
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }
}
