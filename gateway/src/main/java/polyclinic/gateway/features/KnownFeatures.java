package polyclinic.gateway.features;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import polyclinic.commons.features.FeatureSwitches;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.gateway.callers.SignedInCaller;
import polyclinic.gateway.clients.BoundedHttpClient;
import polyclinic.gateway.tls.ClientTrust;
import polyclinic.gateway.upstreams.UpstreamsConfig;
import polyclinic.gateway.upstreams.UpstreamsConfig.UpstreamConfig;

/**
 * The switches of the suite's features as notes-service knows them: asked for again all the time, so that a change holds here within a
 * second. While it is away the last ones hold; before the first answer everything is on. One replica is asked as long as it answers:
 * another may know an older state for a moment.
 */
@Singleton
public class KnownFeatures {

    private static final Logger LOG = Logger.getLogger(KnownFeatures.class);

    private static final String OWNER = "notes-service";
    /** Together with the owner's own, within a second. */
    private static final long PERIOD_MS = 300;

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** As many rules as all flags of features can have are less. */
    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    private final Vertx vertx;
    private final List<URI> replicas;
    private final BoundedHttpClient client;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile FeatureSwitches known = FeatureSwitches.NONE;
    private volatile boolean stopped;
    private int replica;
    private boolean away;

    KnownFeatures(Vertx vertx, UpstreamsConfig upstreams, ClientTrust trust) {
        this.vertx = vertx;
        UpstreamConfig owner = upstreams.byName().get(OWNER);
        this.replicas = owner == null ? List.of() : owner.managementUrls();
        this.client = new BoundedHttpClient(vertx, TIMEOUT, MAX_ANSWER_BYTES, 1, trust::services);
    }

    void start(@Observes StartupEvent event) {
        if (!replicas.isEmpty()) vertx.runOnContext(begin -> ask());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        client.close();
    }

    /** Whether a feature is on for a caller. */
    public boolean isOn(SuiteFeature feature, SignedInCaller caller) {
        return known.isOn(feature, caller.subject(), caller.roles());
    }

    /** Whether a feature that no caller asks for is on. */
    public boolean isOn(SuiteFeature feature) {
        return known.isOn(feature);
    }

    /** Whether nobody needs to be told from anybody else. */
    boolean isOnForAll(SuiteFeature feature) {
        return known.isOnForAll(feature);
    }

    /** @param changed run after each change, on an event loop; not to be held up */
    public void onChange(Runnable changed) {
        listeners.add(changed);
    }

    private void ask() {
        if (stopped) return;
        client.get(replicas.get(replica) + FeatureSwitches.PATH, status -> status == 200)
                .map(KnownFeatures::read)
                .onComplete(done -> {
                    if (done.succeeded()) know(done.result());
                    else keep(done.cause());
                    if (!stopped) vertx.setTimer(PERIOD_MS, due -> ask());
                });
    }

    private static FeatureSwitches read(Buffer body) {
        return FeatureSwitches.of(new JsonObject(body));
    }

    private void know(FeatureSwitches switches) {
        away = false;
        if (switches.equals(known)) return;
        known = switches;
        LOG.infof(
                "features with a flag: %s",
                switches.toJson().getJsonObject("features").fieldNames());
        listeners.forEach(Runnable::run);
    }

    private void keep(Throwable failure) {
        replica = (replica + 1) % replicas.size();
        if (!away && !stopped)
            LOG.warnf(
                    "features are as they were: %s does not say what is switched off (%s)",
                    OWNER, failure.getClass().getName());
        away = true;
    }
}
