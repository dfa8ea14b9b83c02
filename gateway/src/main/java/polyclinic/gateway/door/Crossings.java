package polyclinic.gateway.door;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import polyclinic.gateway.GatewayConfig;

/** Begins crossings and keeps their times. */
@Singleton
class Crossings {

    private static final String[] OUTCOMES = {"broken", "1xx", "2xx", "3xx", "4xx", "5xx"};

    final Vertx vertx;
    final long retryDelayMillis;
    private final Map<String, Timer[]> timers = new HashMap<>();

    Crossings(Vertx vertx, GatewayConfig config, Upstreams upstreams, MeterRegistry metrics) {
        this.vertx = vertx;
        retryDelayMillis = Math.max(1, config.proxying().retryDelay().toMillis());
        for (Upstream upstream : upstreams.all()) {
            Timer[] byOutcome = new Timer[OUTCOMES.length];
            for (int i = 0; i < OUTCOMES.length; i++) {
                byOutcome[i] = metrics.timer("gateway.requests", "upstream", upstream.name, "outcome", OUTCOMES[i]);
            }
            timers.put(upstream.name, byOutcome);
        }
    }

    void begin(RoutingContext ctx, Upstream upstream) {
        if (upstream.circuit.admits(System.nanoTime())) {
            new Crossing(this, ctx, upstream).connect();
        } else {
            Problem.SERVICE_UNAVAILABLE.answer(ctx);
            ended(ctx, upstream, 503);
        }
    }

    /** @param status of the answer as the client saw it whole; 0 when it broke off */
    void ended(RoutingContext ctx, Upstream upstream, int status) {
        int outcome = status >= 100 && status < 600 ? status / 100 : 0;
        timers.get(upstream.name)[outcome].record(
                System.nanoTime() - Visit.of(ctx).startedNanos(), TimeUnit.NANOSECONDS);
    }
}
