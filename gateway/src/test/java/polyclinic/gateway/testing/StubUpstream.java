package polyclinic.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.commons.testing.web.StubServer;

/** A service behind the gateway that can do what no HTTP server does; {@link StubBehavior} lists it. */
public final class StubUpstream {
    private static final String ALL_ON = "{\"features\":{}}";
    private static final String HEALTHY = "{\"status\":\"UP\",\"checks\":[]}";

    private final StubServer server;
    private volatile long acceptedBefore;

    public final Queue<StubRequest> received = new ConcurrentLinkedQueue<>();
    public final AtomicLong bytesWritten = new AtomicLong();
    public final AtomicLong bytesRead = new AtomicLong();
    /** While false, a request to {@code /sink} is not read beyond its headers. */
    public volatile boolean readBodies = true;
    /** While true, a request to {@code /held} is not answered. */
    public volatile boolean holdResponses;

    /** While true, every request is read and not answered. */
    public volatile boolean hangsUp;
    /** While true, it says with each answer that it closes its connections. */
    public volatile boolean leaves;

    /** While true, its answers name the caller, and each is another one. */
    public volatile boolean namesCaller;
    /** Whether the account of a subject may see a patient. */
    public volatile BiPredicate<String, String> sees = (subject, patient) -> true;
    /** While true, it does not take the question whom a caller may see. */
    public volatile boolean refusesQuestions;
    /** The doctor whose account every caller's is. */
    public volatile @Nullable String doctor;

    /** What flags say of the suite's features. */
    public volatile String features = ALL_ON;

    /** How often it was asked for them. */
    public final AtomicLong featureQuestions = new AtomicLong();

    public volatile String readiness = HEALTHY;
    public volatile String wellness = HEALTHY;
    public volatile String discovery = "{\"issuer\":\"me\"}";
    public volatile String keys = "{\"keys\":[]}";
    public volatile String openApi = "{\"openapi\":\"3.1.0\",\"paths\":{}}";

    public StubUpstream() {
        server = new StubServer(exchange -> new StubBehavior(this, exchange).run());
    }

    public String url() {
        return server.url();
    }

    public void start() {
        server.start();
    }

    /** Looks from outside like {@code kill -9}. */
    public void kill() {
        server.kill();
    }

    /** Connections that it accepted since the last {@link #reset}. */
    public long connectionsAccepted() {
        return server.accepted() - acceptedBefore;
    }

    /** Forgets the requests so far, and answers again without delay. */
    public void reset() {
        received.clear();
        bytesWritten.set(0);
        bytesRead.set(0);
        acceptedBefore = server.accepted();
        readBodies = true;
        holdResponses = false;
        hangsUp = false;
        leaves = false;
        namesCaller = false;
        sees = (subject, patient) -> true;
        refusesQuestions = false;
        doctor = null;
        features = ALL_ON;
    }

    public void becomeHealthy() {
        readiness = HEALTHY;
        wellness = HEALTHY;
    }

    /** The only request since the last {@link #reset}. */
    public StubRequest onlyRequest() {
        assertThat(received).hasSize(1);
        return received.element();
    }
}
