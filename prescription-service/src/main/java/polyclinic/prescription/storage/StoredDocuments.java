package polyclinic.prescription.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
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
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;

/** Prescriptions' documents at asset-service, which knows this service by its own account. */
@ApplicationScoped
public class StoredDocuments {
    private static final String KIND = "prescription_file";
    private static final int PAGE = 200;
    private static final long PATIENCE_MS = 10_000;

    private final AssetService assets;
    private final ServiceAccount account;
    private final HttpClient http;
    private final String address;

    StoredDocuments(
            @RestClient AssetService assets,
            ServiceAccount account,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.rest-client.assets.url") String address) {
        this.assets = assets;
        this.account = account;
        this.http = vertx.createHttpClient();
        this.address = address.replaceAll("/+$", "");
    }

    /** What came back from storing. */
    public record Stored(UUID assetId, String sha256) {}

    /** The document that is to be stored, and the key under which storing it again does nothing. */
    public record NewDocument(
            UUID patientId, UUID appointmentId, UUID prescriptionId, String idempotencyKey, byte[] pdf) {}

    /** Fails with {@link Refused} when trying again would not help. */
    public Uni<Stored> store(NewDocument document) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("kind", KIND);
        metadata.put("patientId", document.patientId());
        metadata.put("appointmentId", document.appointmentId());
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

    /** Deletes a document; one that is gone is no failure. */
    public Uni<Void> delete(UUID assetId) {
        return authorized(authorization -> assets.delete(authorization, assetId))
                .onFailure(failure -> failure instanceof Refused refused && refused.status() == 404)
                .recoverWithNull();
    }

    /** The stored documents of a prescription whose content has this hash. */
    public Uni<List<UUID>> find(UUID patientId, UUID prescriptionId, String sha256) {
        return find(patientId, prescriptionId, sha256, null, new ArrayList<>());
    }

    private Uni<List<UUID>> find(UUID patientId, UUID prescriptionId, String sha256, String after, List<UUID> found) {
        return authorized(authorization -> assets.list(authorization, patientId, prescriptionId, KIND, PAGE, after))
                .chain(page -> {
                    for (JsonNode item : page.path("items"))
                        if (sha256.equals(item.path("sha256").asText()))
                            found.add(UUID.fromString(item.path("id").asText()));
                    return page.path("next").isTextual()
                            ? find(
                                    patientId,
                                    prescriptionId,
                                    sha256,
                                    page.path("next").textValue(),
                                    found)
                            : Uni.createFrom().item(found);
                });
    }

    /** The answer to a request for a document's bytes, whose body has not been read yet. */
    public Uni<HttpClientResponse> open(UUID assetId, String ifNoneMatch) {
        return account.authorization()
                .chain(authorization -> request(assetId, authorization, ifNoneMatch))
                .onFailure()
                .transform(failure -> new AssetsAway())
                .map(response -> {
                    response.pause();
                    int status = response.statusCode();
                    if (status == 200 || status == 304) return response;
                    response.request().reset();
                    if (status == 401) account.refused();
                    throw status == 404 ? new NotFound("document") : new AssetsAway();
                });
    }

    private Uni<HttpClientResponse> request(UUID assetId, String authorization, String ifNoneMatch) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(address + "/api/v1/assets/" + assetId + "/content")
                .setTimeout(PATIENCE_MS)
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

    /** Answers that may be others later become I/O failures, which are worth another try. */
    private Exception refused(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (status == 401) account.refused();
        boolean later = status == 401 || status == 408 || status == 409 || status == 425 || status == 429;
        return later || status >= 500 ? new IOException("asset-service answered " + status) : new Refused(status);
    }

    /** asset-service said no, and will again. */
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

    /** 503: the document cannot be fetched now. */
    static final class AssetsAway extends Problem {
        AssetsAway() {
            super(503, "unavailable", "asset-service is away; try again.");
        }
    }
}
