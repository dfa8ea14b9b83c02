package polyclinic.gateway.bodies;

import io.vertx.core.Vertx;

/**
 * Watches how fast a client sends a body: in each period at least so many bytes, unless the gateway itself held it back. The
 * average since the start would not do, since who sends much at first could then be silent for a long time.
 */
final class MinimumRate {

    private final Vertx vertx;
    private final long bytesInPeriod;
    private final Runnable tooSlow;
    private final long timer;
    private long received;
    private boolean paused;
    private boolean wasPaused;

    MinimumRate(Vertx vertx, BodyConfig config, Runnable tooSlow) {
        this.vertx = vertx;
        this.tooSlow = tooSlow;
        long periodMs = Math.max(1, config.ratePeriod().toMillis());
        bytesInPeriod = config.minimumRate() * periodMs / 1000;
        timer = vertx.setPeriodic(periodMs, period -> ended());
    }

    void received(int bytes) {
        received += bytes;
    }

    void paused() {
        paused = true;
        wasPaused = true;
    }

    void resumed() {
        paused = false;
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void ended() {
        if (!wasPaused && received < bytesInPeriod) {
            stop();
            tooSlow.run();
            return;
        }
        received = 0;
        wasPaused = paused;
    }
}
