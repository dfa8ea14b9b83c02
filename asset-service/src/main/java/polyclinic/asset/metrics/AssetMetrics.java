package polyclinic.asset.metrics;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.asset.extracts.ThumbnailState;
import polyclinic.asset.extracts.ThumbnailStatus;
import polyclinic.commons.metrics.ProcessMetrics;

/**
 * The processes {@code upload}, {@code deletion}, {@code scan}, {@code text} and {@code thumbnail}: an asset's bytes are on their way into
 * the store, are still to be removed from it, wait for the virus scanner, for being read, or for small pictures of them. A crash leaves the first two to the sweeper, so they show
 * what it has to do.
 */
@ApplicationScoped
public class AssetMetrics {
    private static final int MAX_COUNTED = 1000;

    private final ReactiveMongoCollection<Document> assets;
    private final Clock clock;
    private final ProcessMetrics uploads;
    private final ProcessMetrics deletions;
    private final ProcessMetrics scans;
    private final ProcessMetrics texts;
    private final ProcessMetrics thumbnails;
    private final Map<TextFailure, Counter> unread = new EnumMap<>(TextFailure.class);

    AssetMetrics(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            Clock clock,
            Vertx vertx,
            MeterRegistry metrics) {
        this.assets = mongo.getDatabase(database).getCollection("asset");
        this.clock = clock;
        this.uploads = new ProcessMetrics(
                vertx, metrics, "upload", List.of("storing"), List.of("stored", "abandoned"), this::uploading);
        this.deletions =
                new ProcessMetrics(vertx, metrics, "deletion", List.of("pending"), List.of("deleted"), this::deleting);
        this.scans = new ProcessMetrics(
                vertx, metrics, "scan", List.of("pending"), List.of("clean", "infected"), this::scanning);
        this.texts = new ProcessMetrics(
                vertx, metrics, "text", List.of("pending"), List.of("extracted", "failed"), this::reading);
        this.thumbnails = new ProcessMetrics(
                vertx, metrics, "thumbnail", List.of("pending"), List.of("made", "failed"), this::picturing);
        for (TextFailure reason : TextFailure.values())
            unread.put(
                    reason,
                    Counter.builder("polyclinic.documents.unread")
                            .description("Documents of which no text was taken out")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
    }

    void start(@Observes StartupEvent event) {
        all().forEach(ProcessMetrics::start);
    }

    void stop(@Observes ShutdownEvent event) {
        all().forEach(ProcessMetrics::stop);
    }

    private Stream<ProcessMetrics> all() {
        return Stream.of(uploads, deletions, scans, texts, thumbnails);
    }

    /** @param outcome {@code stored} or {@code abandoned} */
    public void uploaded(String outcome, Instant began) {
        uploads.finished(outcome, since(began));
    }

    public void deleted(Instant began) {
        deletions.finished("deleted", since(began));
    }

    /** @param outcome {@code clean} or {@code infected} */
    public void scanned(String outcome, Instant stored) {
        scans.finished(outcome, since(stored));
    }

    /** @param outcome {@code extracted} or {@code failed} */
    public void read(String outcome, Instant received) {
        texts.finished(outcome, since(received));
    }

    /** A document has failed for that reason. */
    public void unread(TextFailure reason) {
        Objects.requireNonNull(unread.get(reason)).increment();
    }

    /** @param outcome {@code made} or {@code failed} */
    public void pictured(String outcome, Instant received) {
        thumbnails.finished(outcome, since(received));
    }

    Uni<ProcessMetrics.Open> uploading() {
        return open("storing", Filters.eq("status", "STORING"), "createdAt");
    }

    Uni<ProcessMetrics.Open> deleting() {
        return open("pending", Filters.eq("blobPending", true), "deletedAt", "createdAt");
    }

    Uni<ProcessMetrics.Open> scanning() {
        return open("pending", Filters.and(Filters.eq("scan", "PENDING"), Filters.eq("status", "STORED")), "storedAt");
    }

    Uni<ProcessMetrics.Open> reading() {
        return open(
                "pending",
                Filters.and(
                        Filters.in(TextState.STATUS, TextStatus.RECEIVED.name(), TextStatus.EXTRACTING.name()),
                        Filters.eq("status", "STORED")),
                TextState.RECEIVED_AT);
    }

    Uni<ProcessMetrics.Open> picturing() {
        return open(
                "pending",
                Filters.and(
                        Filters.eq(ThumbnailState.STATUS, ThumbnailStatus.PENDING.name()),
                        Filters.eq("status", "STORED")),
                ThumbnailState.RECEIVED_AT);
    }

    private Duration since(Instant began) {
        return Duration.between(began, clock.instant());
    }

    /** @param began the fields that say when it began, the first that is there counts */
    private Uni<ProcessMetrics.Open> open(String state, Bson filter, String... began) {
        return assets.find(
                        filter,
                        new FindOptions().projection(Projections.include(began)).limit(MAX_COUNTED))
                .map(found -> Stream.of(began)
                        .map(field -> found.getEmbedded(List.of(field.split("\\.")), Date.class))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(Date::toInstant)
                        .orElseGet(clock::instant))
                .collect()
                .asList()
                .map(times -> new ProcessMetrics.Open(
                        Map.of(state, (long) times.size()),
                        times.stream()
                                .mapToDouble(time -> since(time).toMillis() / 1e3)
                                .max()
                                .orElse(0)));
    }
}
