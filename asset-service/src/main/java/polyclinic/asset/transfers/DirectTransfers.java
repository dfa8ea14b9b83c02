package polyclinic.asset.transfers;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.SameContext;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Addresses of the S3 server by which a client sends or fetches one object, signed for a time, with all that is signed: who has one
 * can send so many bytes to this key and nothing else.
 */
@ApplicationScoped
public class DirectTransfers {
    private static final Duration MAX_LIFE = Duration.ofDays(7);

    /** What every client sends by itself. */
    private static final Set<String> IMPLIED = Set.of("host", "content-length");

    private final TransferConfig config;
    private final Instance<S3AsyncClient> clients;
    private final String bucket;
    private final @Nullable URI url;
    private volatile @Nullable S3Presigner presigner;

    DirectTransfers(
            TransferConfig config,
            Instance<S3AsyncClient> clients,
            @ConfigProperty(name = "polyclinic.blobs") String blobs,
            @ConfigProperty(name = "polyclinic.blobs.bucket") String bucket) {
        this.config = config;
        this.clients = clients;
        this.bucket = bucket;
        this.url = blobs.equalsIgnoreCase("s3") ? config.s3Url().orElse(null) : null;
        if (config.uploadLife().compareTo(MAX_LIFE) > 0)
            throw new IllegalStateException("polyclinic.transfers.upload-life is longer than seven days");
    }

    /** Whether bytes go between clients and S3. */
    public boolean areOn() {
        return url != null;
    }

    /** Begins an upload in parts where the file is large. @return its id in the store, or null where it goes as a whole */
    public Uni<@Nullable String> begin(String key, long size) {
        if (!areOn() || size <= config.partSize().asLongValue())
            return Uni.createFrom().nullItem();
        return ask(() -> s3().createMultipartUpload(
                                request -> request.bucket(bucket).key(key)))
                .map(CreateMultipartUploadResponse::uploadId);
    }

    /** @param parts what {@link #begin} returned */
    public Uni<UploadTarget> target(String key, long size, @Nullable String parts, Duration life) {
        return signing(() -> parts == null ? whole(key, size, life) : inParts(key, size, parts, life));
    }

    private UploadTarget whole(String key, long size, Duration life) {
        PresignedRequest signed = presigner().presignPutObject(put -> put.signatureDuration(life)
                .putObjectRequest(request -> request.bucket(bucket).key(key).contentLength(size)));
        return new UploadTarget(signed.url().toString(), headers(signed), null);
    }

    private UploadTarget inParts(String key, long size, String uploadId, Duration life) {
        long partSize = config.partSize().asLongValue();
        List<UploadTarget.Part> parts = new ArrayList<>();
        for (long offset = 0; offset < size; offset += partSize) {
            long length = Math.min(partSize, size - offset);
            int number = parts.size() + 1;
            PresignedRequest signed = presigner().presignUploadPart(part -> part.signatureDuration(life)
                    .uploadPartRequest(request -> request.bucket(bucket)
                            .key(key)
                            .uploadId(uploadId)
                            .partNumber(number)
                            .contentLength(length)));
            parts.add(new UploadTarget.Part(number, offset, length, signed.url().toString()));
        }
        return new UploadTarget(null, Map.of(), parts);
    }

    /** @param name a file name without anything about a patient: it stands in the address */
    public Uni<String> download(String key, String contentType, String disposition, Duration life) {
        return signing(() -> presigner()
                .presignGetObject(get -> get.signatureDuration(life).getObjectRequest(request -> request.bucket(bucket)
                        .key(key)
                        .responseContentType(contentType)
                        .responseContentDisposition(disposition)
                        .responseCacheControl("no-store")))
                .url()
                .toString());
    }

    /** Puts the parts together as one object, once all are there; no effect where that is done. */
    public Uni<Void> assemble(String key, long size, String uploadId) {
        return ask(() -> s3().listParts(
                                request -> request.bucket(bucket).key(key).uploadId(uploadId)))
                .chain(found -> {
                    List<CompletedPart> parts = found.parts().stream()
                            .map(part -> CompletedPart.builder()
                                    .partNumber(part.partNumber())
                                    .eTag(part.eTag())
                                    .build())
                            .toList();
                    long arrived = found.parts().stream()
                            .mapToLong(part -> part.size())
                            .sum();
                    if (arrived != size) return Uni.createFrom().voidItem();
                    return ask(() -> s3().completeMultipartUpload(request -> request.bucket(bucket)
                                    .key(key)
                                    .uploadId(uploadId)
                                    .multipartUpload(all -> all.parts(parts))))
                            .replaceWithVoid();
                })
                .onFailure(failure -> status(failure) == 404)
                .recoverWithNull();
    }

    /** Removes parts; what is not there is fine. */
    public Uni<Void> abort(String key, String uploadId) {
        return ask(() -> s3().abortMultipartUpload(
                                request -> request.bucket(bucket).key(key).uploadId(uploadId)))
                .replaceWithVoid()
                .onFailure(failure -> status(failure) == 404)
                .recoverWithNull();
    }

    /** Removes parts under a prefix whose upload was begun before: a crash may have kept their id from being written down. */
    public Uni<Integer> abortOlder(String prefix, Instant begun) {
        if (!areOn()) return Uni.createFrom().item(0);
        return ask(() -> s3().listMultipartUploads(
                                request -> request.bucket(bucket).prefix(prefix)))
                .onItem()
                .transformToMulti(found -> Multi.createFrom().iterable(found.uploads()))
                .filter(upload ->
                        upload.initiated().isBefore(begun) && upload.key().startsWith(prefix))
                .onItem()
                .transformToUniAndConcatenate(
                        upload -> abort(upload.key(), upload.uploadId()).replaceWith(1))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private static Map<String, String> headers(PresignedRequest signed) {
        Map<String, String> headers = new TreeMap<>();
        signed.signedHeaders().forEach((name, values) -> {
            if (!IMPLIED.contains(name.toLowerCase(Locale.ROOT))) headers.put(name, values.get(0));
        });
        return headers;
    }

    private S3AsyncClient s3() {
        return clients.get();
    }

    private synchronized S3Presigner presigner() {
        if (presigner == null) {
            var of = s3().serviceClientConfiguration();
            presigner = S3Presigner.builder()
                    .endpointOverride(url)
                    .region(of.region())
                    .credentialsProvider(of.credentialsProvider())
                    .serviceConfiguration(S3Configuration.builder()
                            .pathStyleAccessEnabled(true)
                            .build())
                    .build();
        }
        return Objects.requireNonNull(presigner);
    }

    @PreDestroy
    void close() {
        if (presigner != null) presigner.close();
    }

    /** Signing may have to wait for credentials. */
    private static <T> Uni<T> signing(Supplier<T> signing) {
        return SameContext.aside(signing);
    }

    private static <T> Uni<T> ask(Supplier<CompletionStage<T>> call) {
        return SameContext.emitOn(Uni.createFrom()
                .completionStage(call)
                .onFailure(CompletionException.class)
                .transform(Throwable::getCause));
    }

    private static int status(Throwable failure) {
        return failure instanceof S3Exception answered ? answered.statusCode() : 0;
    }
}
