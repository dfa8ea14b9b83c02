package polyclinic.gateway.upstreams;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One process of a service: its address, its circuit breaker and how many requests it has under way. */
public final class Replica {

    private static final long STAYS = 0;

    final String host;
    final int port;
    final String management;
    final CircuitBreaker circuit;
    private final long leavingNanos;
    private final AtomicInteger underWay = new AtomicInteger();
    /** Until when others are preferred; {@link #STAYS} while it has not said that it ends. */
    private volatile long leavingUntil = STAYS;

    Replica(URI url, URI management, CircuitBreaker circuit, Duration leavingTime) {
        this.host = url.getHost();
        this.port = url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        this.management = management.toString();
        this.circuit = circuit;
        this.leavingNanos = leavingTime.toNanos();
    }

    void begin() {
        underWay.incrementAndGet();
    }

    /** The request that {@link Upstream#connect} began has ended, however it did. */
    public void end() {
        underWay.decrementAndGet();
    }

    public void failed() {
        circuit.failed(System.nanoTime());
    }

    public void succeeded() {
        circuit.succeeded();
    }

    /** It closes its connections (RFC 9112, 9.6), as a service does that has been told to end. */
    public void leaves() {
        long until = System.nanoTime() + leavingNanos;
        leavingUntil = until == STAYS ? 1 : until;
    }

    boolean isLeaving(long now) {
        long until = leavingUntil;
        return until != STAYS && until - now > 0;
    }

    /** Whether a request had better go to this one: it stays and the other does not, or it has fewer requests under way. */
    boolean isPreferredTo(Replica other, long now) {
        boolean leaving = isLeaving(now);
        if (leaving != other.isLeaving(now)) return !leaving;
        return underWay.get() < other.underWay.get();
    }
}
