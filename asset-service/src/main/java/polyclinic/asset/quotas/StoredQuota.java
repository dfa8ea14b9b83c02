package polyclinic.asset.quotas;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;
import polyclinic.commons.mongo.MongoFailures;

/**
 * How many bytes there may be of one patient, and of all. The count is one document, and taking from it is one update whose filter is the
 * limit. What crashes make wrong is found by counting again what is stored: once a day, and before anybody is refused.
 *
 * <p>Prescriptions' files are never counted: who is full can still prescribe.
 */
@ApplicationScoped
public class StoredQuota {
    private static final String ASSETS = "asset";
    private static final String ANNOUNCED = "upload";
    private static final Duration MAX_COUNT_AGE = Duration.ofDays(1);
    private static final Duration MIN_COUNT_AGE = Duration.ofMinutes(1);

    private final QuotaConfig config;
    private final ReactiveMongoCollection<Document> counts;
    private final ReactiveMongoCollection<Document> assets;
    private final ReactiveMongoCollection<Document> announced;
    private final Clock clock;

    StoredQuota(
            QuotaConfig config,
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            Clock clock) {
        this.config = config;
        this.counts = mongo.getDatabase(database).getCollection(UploadQuota.COLLECTION);
        this.assets = mongo.getDatabase(database).getCollection(ASSETS);
        this.announced = mongo.getDatabase(database).getCollection(ANNOUNCED);
        this.clock = clock;
    }

    /** @param of what of the assets it counts */
    private record Count(String id, Bson of, long max) {}

    /**
     * Counts a file and then does the work; what the work fails to store is not counted.
     *
     * @return fails with 507 {@code quota-exceeded}
     */
    public <T> Uni<T> within(@Nullable UUID patientId, AssetKind kind, long bytes, Supplier<Uni<T>> work) {
        Supplier<Uni<T>> all = work;
        for (Count count : counts(patientId, kind)) {
            Supplier<Uni<T>> then = all;
            all = () -> within(count, bytes, then);
        }
        return all.get();
    }

    /** A file is gone. */
    public Uni<Void> freed(@Nullable UUID patientId, AssetKind kind, long bytes) {
        Uni<Void> freed = Uni.createFrom().voidItem();
        for (Count count : counts(patientId, kind)) freed = freed.chain(() -> giveBack(count, bytes));
        return freed;
    }

    private List<Count> counts(@Nullable UUID patientId, AssetKind kind) {
        List<Count> counts = new ArrayList<>();
        if (kind == AssetKind.PRESCRIPTION_FILE) return counts;
        config.total()
                .bytes()
                .map(MemorySize::asLongValue)
                .ifPresent(max -> counts.add(new Count("total", Filters.empty(), max)));
        if (patientId != null)
            config.patient()
                    .bytes()
                    .map(MemorySize::asLongValue)
                    .ifPresent(max ->
                            counts.add(new Count(patientId + "/total", eq("patientId", patientId.toString()), max)));
        return counts;
    }

    private <T> Uni<T> within(Count count, long bytes, Supplier<Uni<T>> work) {
        Instant now = clock.instant();
        return take(count, bytes, gt("countedAt", now.minus(MAX_COUNT_AGE)))
                .chain(taken -> taken
                        ? Uni.createFrom().item(true)
                        : countAgain(count, now).chain(() -> take(count, bytes, Filters.empty())))
                .chain(taken -> taken
                        ? work.get().onFailure().call(() -> giveBack(count, bytes))
                        : Uni.createFrom().failure(new QuotaExceeded()));
    }

    private Uni<Boolean> take(Count count, long bytes, Bson condition) {
        return counts.updateOne(
                        and(eq("_id", count.id()), lte("bytes", count.max() - bytes), condition), inc("bytes", bytes))
                .map(result -> result.getModifiedCount() == 1);
    }

    /** No effect when that was done a moment ago, or when somebody stores or deletes meanwhile: then the count is theirs. */
    private Uni<Void> countAgain(Count count, Instant now) {
        return counts.find(eq("_id", count.id())).collect().first().chain(found -> {
            if (found != null && found.getDate("countedAt").toInstant().isAfter(now.minus(MIN_COUNT_AGE)))
                return Uni.createFrom().voidItem();
            return stored(count).chain(bytes -> found == null ? begin(count, bytes, now) : correct(found, bytes, now));
        });
    }

    private Uni<Long> stored(Count count) {
        return Uni.combine()
                .all()
                .unis(sum(assets, count, "STORING", "STORED"), sum(announced, count, "ANNOUNCED"))
                .with(Long::sum);
    }

    private static Uni<Long> sum(ReactiveMongoCollection<Document> files, Count count, String... statuses) {
        return files.aggregate(List.of(
                        Aggregates.match(and(
                                count.of(), in("status", statuses), ne("kind", AssetKind.PRESCRIPTION_FILE.name()))),
                        Aggregates.group(null, Accumulators.sum("bytes", "$size"))))
                .collect()
                .first()
                .map(sum -> sum == null ? 0L : sum.get("bytes", Number.class).longValue());
    }

    private Uni<Void> begin(Count count, long bytes, Instant now) {
        return counts.insertOne(
                        new Document("_id", count.id()).append("bytes", bytes).append("countedAt", Date.from(now)))
                .replaceWithVoid()
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    private Uni<Void> correct(Document found, long bytes, Instant now) {
        return counts.updateOne(
                        and(eq("_id", found.get("_id")), eq("bytes", found.get("bytes"))),
                        combine(set("bytes", bytes), set("countedAt", now)))
                .replaceWithVoid();
    }

    private Uni<Void> giveBack(Count count, long bytes) {
        return counts.updateOne(eq("_id", count.id()), inc("bytes", -bytes))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }
}
