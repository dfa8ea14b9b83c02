package polyclinic.gateway.openrequests;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.filters.GatewayProblem;

/**
 * Counts the bodies that are streamed to a service. Each holds one of the few connections to it for as long as its client
 * takes, so a few clients could otherwise hold them all.
 */
@Singleton
public class OpenUploads {

    private final OpenCounts callers;
    private final OpenCounts services;
    private final Counter refused;

    OpenUploads(OpenRequestConfig config, MeterRegistry metrics) {
        callers = new OpenCounts(config.uploadsPerCaller());
        services = new OpenCounts(config.uploadsPerService());
        refused = metrics.counter("gateway.open.uploads.refused");
    }

    /** Counts one until its response has ended; returns what to answer instead when there are too many. */
    public @Nullable GatewayProblem enter(RoutingContext ctx, String caller, String service) {
        if (!callers.enter(caller)) {
            refused.increment();
            return GatewayProblem.TOO_MANY_OPEN_REQUESTS;
        }
        if (!services.enter(service)) {
            callers.leave(caller);
            refused.increment();
            return GatewayProblem.SERVICE_UNAVAILABLE;
        }
        ctx.addEndHandler(ended -> {
            callers.leave(caller);
            services.leave(service);
        });
        return null;
    }
}
