package polyclinic.gateway.bodies;

import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Watches how fast a client takes a response, which holds a connection to its service until then. Only a period at whose
 * beginning and end the client has to be waited for is measured: a service that sends little or seldom is never the
 * client's fault.
 */
public final class MinimumReadRate {

    private final Vertx vertx;
    private final BooleanSupplier queueFull;
    private final LongSupplier written;
    private final Runnable tooSlow;
    private final long bytesInPeriod;
    private final long timer;
    private boolean wasFull;
    private long writtenBefore;

    MinimumReadRate(Vertx vertx, BodyConfig config, BooleanSupplier queueFull, LongSupplier written, Runnable tooSlow) {
        this.vertx = vertx;
        this.queueFull = queueFull;
        this.written = written;
        this.tooSlow = tooSlow;
        long periodMs = Math.max(1, config.readRatePeriod().toMillis());
        bytesInPeriod = config.minimumReadRate() * periodMs / 1000;
        timer = vertx.setPeriodic(periodMs, period -> ended());
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }

    private void ended() {
        boolean full = queueFull.getAsBoolean();
        long bytes = written.getAsLong();
        if (wasFull && full && bytes - writtenBefore < bytesInPeriod) {
            stop();
            tooSlow.run();
            return;
        }
        wasFull = full;
        writtenBefore = bytes;
    }
}
