package polyclinic.prescription.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.tls.TlsSettings;

/** The documents of prescriptions at asset-service, which this service calls with its own account. */
@ApplicationScoped
public class StoredDocuments {
    private static final String KIND = "prescription_file";
    private static final int PAGE_LIMIT = 200;
    private static final long OPEN_TIMEOUT_MS = 10_000;
    private static final int CONNECT_TIMEOUT_MS = 2_000;

    /** A connection is held while a client reads a document, so there are more than Vert.x' five, and none is held in silence. */
    private static final int CONNECTIONS = 32;

    private static final int MAX_WAITING = 64;
    private static final long WAIT_TIMEOUT_MS = 5_000;
    private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 15;
    /** Longer, or a connection might be closed in the moment in which it is used again. */
    private static final int IDLE_TIMEOUT_SECONDS = 30;

    private final AssetsClient assets;
    private final ServiceAccount account;
    private final HttpClient http;
    private final String address;

    StoredDocuments(
            @RestClient AssetsClient assets,
            ServiceAccount account,
            Vertx vertx,
            TlsConfigurationRegistry tls,
            @ConfigProperty(name = "quarkus.rest-client.asset-service.url") String address) {
        this.assets = assets;
        this.account = account;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setKeepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS)
                .setIdleTimeout(IDLE_TIMEOUT_SECONDS)
                .setMaxWaitQueueSize(MAX_WAITING);
        tls.get(TlsSettings.SERVICES).ifPresent(services -> options.setTrustOptions(services.getTrustStoreOptions()));
        this.http = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.address = address.replaceAll("/+$", "");
    }

    /** What asset-service has stored. */
    public record Stored(UUID assetId, String sha256) {}

    /**
     * A document to store, and the key under which storing it again has no effect.
     *
     * @param appointmentId null for a walk-in
     */
    public record NewDocument(
            UUID patientId, @Nullable UUID appointmentId, UUID prescriptionId, String idempotencyKey, byte[] pdf) {}

    /** Fails with {@link Refused} when trying again would not help. */
    public Uni<Stored> store(NewDocument document) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("kind", KIND);
        metadata.put("patientId", document.patientId());
        if (document.appointmentId() != null) metadata.put("appointmentId", document.appointmentId());
        metadata.put("prescriptionId", document.prescriptionId());
        return authorized(authorization -> assets.store(
                        authorization,
                        document.idempotencyKey(),
                        ClientMultipartForm.create()
                                .attribute("metadata", Json.write(metadata), null)
                                .binaryFileUpload(
                                        "file",
                                        "prescription-" + document.prescriptionId() + ".pdf",
                                        Buffer.buffer(document.pdf()).getDelegate(),
                                        "application/pdf")))
                .map(answer -> new Stored(
                        UUID.fromString(answer.path("id").asText()),
                        answer.path("sha256").asText()));
    }

    /** Deletes a document; succeeds when it is already gone. */
    public Uni<Void> delete(UUID assetId) {
        return authorized(authorization -> assets.delete(authorization, assetId))
                .onFailure(failure -> failure instanceof Refused refused && refused.status() == 404)
                .recoverWithNull();
    }

    /** The stored documents of a prescription whose content has this hash. */
    public Uni<List<UUID>> find(UUID patientId, UUID prescriptionId, String sha256) {
        List<UUID> found = new ArrayList<>();
        AtomicReference<@Nullable String> after = new AtomicReference<>();
        return AsyncLoop.whileMore(() -> authorized(authorization ->
                                assets.list(authorization, patientId, prescriptionId, KIND, PAGE_LIMIT, after.get()))
                        .map(page -> {
                            for (JsonNode item : page.path("items"))
                                if (sha256.equals(item.path("sha256").asText()))
                                    found.add(UUID.fromString(item.path("id").asText()));
                            after.set(page.path("next").textValue());
                            return page.path("next").isTextual();
                        }))
                .replaceWith(found);
    }

    /**
     * Requests a document's bytes; the body of the response has not been read yet.
     *
     * @param onlyHead whether the headers suffice; then there is no body
     */
    public Uni<HttpClientResponse> open(UUID assetId, @Nullable String ifNoneMatch, boolean onlyHead) {
        HttpMethod method = onlyHead ? HttpMethod.HEAD : HttpMethod.GET;
        return account.authorization()
                .chain(authorization -> request(method, assetId, authorization, ifNoneMatch))
                .onFailure()
                .transform(failure -> new DocumentUnavailable())
                .map(response -> {
                    response.pause();
                    int status = response.statusCode();
                    if (status == 200 || status == 304) return response;
                    response.request().reset();
                    if (status == 401) account.discardToken();
                    throw status == 404 ? new NotFound("document") : new DocumentUnavailable();
                });
    }

    private Uni<HttpClientResponse> request(
            HttpMethod method, UUID assetId, String authorization, @Nullable String ifNoneMatch) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(address + "/api/v1/assets/" + assetId + "/content")
                .setConnectTimeout(WAIT_TIMEOUT_MS)
                .setTimeout(OPEN_TIMEOUT_MS)
                .putHeader("Authorization", authorization);
        if (ifNoneMatch != null) options.putHeader("If-None-Match", ifNoneMatch);
        return http.request(options).chain(request -> request.send());
    }

    private <T> Uni<T> authorized(Function<String, Uni<T>> call) {
        return account.authorization()
                .chain(call::apply)
                .onFailure(WebApplicationException.class)
                .transform(failure -> refused(failure));
    }

    /** Turns a refusal that may be temporary into an I/O failure, which is retried. */
    private Exception refused(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (status == 401) account.discardToken();
        boolean mayPass = status == 401 || status == 408 || status == 409 || status == 425 || status == 429;
        return mayPass || status >= 500 ? new IOException("asset-service answered " + status) : new Refused(status);
    }

    /** asset-service refused the request and would refuse it again. */
    public static final class Refused extends RuntimeException {
        private final int status;

        Refused(int status) {
            super("asset-service refused with " + status, null, false, false);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** 503 {@code unavailable}: the document cannot be fetched now. */
    static final class DocumentUnavailable extends Problem {
        DocumentUnavailable() {
            super(503, "unavailable", "asset-service does not answer; try again.");
        }
    }
}
