package polyclinic.gateway.openrequests;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.filters.IpNetworks;
import polyclinic.gateway.filters.RequestContext;

/**
 * Counts the requests that are open: first by the client's address, and by the caller as soon as the token is verified.
 * Rate limits count how often somebody asks; this one bounds what somebody holds who asks and never finishes.
 */
@Singleton
public class OpenRequests {

    /** After the request's context (500), before everything that takes time. */
    private static final int PRIORITY = 400;

    private static final String KEY = "polyclinic.open-request";

    /** Where one request is counted now. */
    private static final class Place {
        private OpenCounts counts;
        private String key;
        private boolean left;

        Place(OpenCounts counts, String key) {
            this.counts = counts;
            this.key = key;
        }

        void moveTo(OpenCounts other, String otherKey) {
            leave();
            counts = other;
            key = otherKey;
            left = false;
        }

        void leave() {
            if (!left) counts.leave(key);
            left = true;
        }
    }

    private final OpenCounts addresses;
    private final OpenCounts callers;
    private final Counter refused;

    OpenRequests(OpenRequestConfig config, MeterRegistry metrics) {
        addresses = new OpenCounts(config.perAddress());
        callers = new OpenCounts(config.perCaller());
        refused = metrics.counter("gateway.open.requests.refused");
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, PRIORITY);
    }

    private void enter(RoutingContext ctx) {
        String address = IpNetworks.rateLimitKey(RequestContext.of(ctx).clientIp());
        if (!addresses.enter(address)) {
            refuse(ctx);
            return;
        }
        Place place = new Place(addresses, address);
        ctx.put(KEY, place);
        ctx.addEndHandler(ended -> place.leave());
        ctx.next();
    }

    /** Counts the request for its caller from now on; answers it and returns false when the caller has too many open. */
    public boolean identified(RoutingContext ctx, String subject) {
        Place place = ctx.get(KEY);
        if (!callers.enter(subject)) {
            refuse(ctx);
            return false;
        }
        place.moveTo(callers, subject);
        return true;
    }

    /** Counts the request no longer: of one that has become a WebSocket nobody tells when it ends. */
    public void leave(RoutingContext ctx) {
        Place place = ctx.get(KEY);
        place.leave();
    }

    private void refuse(RoutingContext ctx) {
        refused.increment();
        GatewayProblem.TOO_MANY_OPEN_REQUESTS.answer(ctx);
    }
}
