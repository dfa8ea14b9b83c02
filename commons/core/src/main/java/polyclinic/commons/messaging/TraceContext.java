package polyclinic.commons.messaging;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps what an event causes in the trace of the request that caused the event (W3C Trace Context). */
public final class TraceContext {
    private static final TextMapGetter<CloudEvent> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(CloudEvent event) {
            return List.of("traceparent");
        }

        @Override
        public @Nullable String get(@Nullable CloudEvent event, String name) {
            return event != null && name.equals("traceparent") ? event.traceparent() : null;
        }
    };

    private TraceContext() {}

    /** Runs {@code work} as part of the event's trace. The scope outlives this method and is closed when the work ends. */
    @SuppressWarnings("MustBeClosedChecker")
    public static Uni<Void> of(CloudEvent event, Supplier<Uni<Void>> work) {
        return Uni.createFrom().deferred(() -> {
            Scope scope = W3CTraceContextPropagator.getInstance()
                    .extract(Context.current(), event, HEADERS)
                    .makeCurrent();
            try {
                return work.get().onTermination().invoke(scope::close);
            } catch (RuntimeException failure) {
                scope.close();
                throw failure;
            }
        });
    }
}
