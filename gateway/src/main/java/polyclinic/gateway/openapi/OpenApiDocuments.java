package polyclinic.gateway.openapi;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import polyclinic.gateway.clients.BoundedHttpClient;
import polyclinic.gateway.sessions.PublicOrigins;
import polyclinic.gateway.tls.ClientTrust;
import polyclinic.gateway.upstreams.Upstreams;
import polyclinic.gateway.upstreams.UpstreamsConfig;

/** The services' OpenAPI documents as they were last fetched, and all of them in one. */
@Singleton
class OpenApiDocuments {

    private static final Logger LOG = Logger.getLogger(OpenApiDocuments.class);

    static final String DESCRIPTION =
            "Everything that clients of the clinic can call through the gateway. Refusals are problems (RFC 9457): "
                    + "the description of each says which slugs their type can have. Of HTTP itself come 405, 408, 414, 417 and 431, as "
                    + "problems too, and to pages of other origins 403 origin-not-allowed.";

    /** Swagger UI is a page of this site, so it works in the session of its reader. */
    private static final String SIGN_IN =
            "\n\n[**Sign in**](/login?return=/swagger-ui/) to try it out here: the page then works in "
                    + "your name, and no token has to be copied. `POST /logout` ends it. Other clients send `Authorization: Bearer`.";

    private static final int MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;
    private static final int CONNECTIONS_PER_HOST = 1;

    private final Upstreams upstreams;
    private final UpstreamsConfig services;
    private final Vertx vertx;
    private final PublicOrigins origins;
    private final String version;
    private final BoundedHttpClient client;
    private final Map<String, JsonObject> lastFetched = new ConcurrentHashMap<>();

    OpenApiDocuments(
            Upstreams upstreams,
            UpstreamsConfig services,
            OpenApiConfig config,
            Vertx vertx,
            ClientTrust trust,
            PublicOrigins origins,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.upstreams = upstreams;
        this.services = services;
        this.vertx = vertx;
        this.origins = origins;
        this.version = version;
        client = new BoundedHttpClient(
                vertx, config.timeout(), MAX_DOCUMENT_BYTES, CONNECTIONS_PER_HOST, trust::services);
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** Fetches all documents again; returns whether all services answered. */
    Future<Boolean> refresh() {
        List<Future<Boolean>> fetched = new ArrayList<>();
        services.byName()
                .forEach((name, upstream) ->
                        fetched.add(fetch(name, upstream.managementUrls().iterator())));
        return Future.join(fetched).map(joined -> fetched.stream().allMatch(Future::result));
    }

    /** Returns the document of the first that answers. */
    private Future<Buffer> get(Iterator<URI> replicas) {
        return client.get(replicas.next() + "/q/openapi?format=json", status -> status == 200)
                .recover(failure -> replicas.hasNext() ? get(replicas) : Future.failedFuture(failure));
    }

    /** Returns one document; services that have never answered are listed under {@code x-unavailable}. */
    JsonObject merged() {
        JsonArray unavailable = new JsonArray();
        Map<String, JsonObject> fetched = new TreeMap<>();
        for (String service : new TreeMap<>(services.byName()).keySet()) {
            JsonObject document = lastFetched.get(service);
            if (document == null) {
                unavailable.add(service);
            } else {
                fetched.put(service, document);
            }
        }
        JsonObject document = PublicContract.of(
                fetched,
                upstreams::isRouted,
                new JsonObject()
                        .put("title", "Polyclinic")
                        .put("description", DESCRIPTION + (origins.areEnabled() ? SIGN_IN : ""))
                        .put("version", version));
        if (!unavailable.isEmpty()) document.put("x-unavailable", unavailable);
        return document;
    }

    private Future<Boolean> fetch(String service, Iterator<URI> replicas) {
        return get(replicas)
                .compose(body -> vertx.executeBlocking(() -> new JsonObject(body)))
                .map(document -> {
                    lastFetched.put(service, document);
                    return true;
                })
                .otherwise(failure -> {
                    LOG.infof("no OpenAPI document from %s: %s", service, failure.getMessage());
                    return false;
                });
    }
}
