package polyclinic.asset.quotas;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.UpdateOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Date;
import java.util.UUID;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetAccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.values.ClinicDays;

/**
 * Counts what is stored for each patient in a day of the clinic. The count is one document, and taking from it is one update whose filter is
 * the limit, so that a hundred uploads at once get no more than one after the other.
 *
 * <p>What patients store themselves is counted apart: they cannot keep the clinic from storing their findings. What services
 * store (prescriptions) is not counted, and backups belong to no patient.
 */
@ApplicationScoped
public class UploadQuota {
    public static final String COLLECTION = "quotas";

    private static final String OWN = "/own";
    private static final String STAFF = "/staff";

    private static final int KEPT_DAYS = 2;

    private final QuotaConfig config;
    private final ReactiveMongoCollection<Document> counts;
    private final ClinicDays days;

    UploadQuota(
            QuotaConfig config,
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            ClinicDays days) {
        this.config = config;
        this.counts = mongo.getDatabase(database).getCollection(COLLECTION);
        this.days = days;
    }

    /**
     * Counts a file and then does the work; what the work fails to store is not counted.
     *
     * @return fails with 507 {@code quota-exceeded}
     */
    public <T> Uni<T> within(@Nullable UUID patientId, long bytes, Caller caller, Supplier<Uni<T>> work) {
        String count = countOf(patientId, caller);
        if (count == null) return work.get();
        boolean own = count.endsWith(OWN);
        int maxFiles = own ? config.own().files() : config.staff().files();
        long maxBytes = (own ? config.own().bytes() : config.staff().bytes()).asLongValue();
        return take(count, bytes, maxFiles, maxBytes)
                .chain(taken -> taken
                        ? work.get().onFailure().call(() -> giveBack(count, bytes))
                        : Uni.createFrom().failure(new QuotaExceeded(maxFiles, maxBytes)));
    }

    /** Which count a file of this caller is taken from, for {@link #freed}; null for none. */
    public @Nullable String countOf(@Nullable UUID patientId, Caller caller) {
        if (patientId == null || AssetAccessPolicy.isOfSuite(caller)) return null;
        return patientId + "/" + days.today() + (patientId.equals(caller.patientId()) ? OWN : STAFF);
    }

    /** What was counted was not stored after all. */
    public Uni<Void> freed(@Nullable String count, long bytes) {
        return count == null ? Uni.createFrom().voidItem() : giveBack(count, bytes);
    }

    /** Removes the counts of days that are over. */
    public Uni<Void> forget() {
        return counts.deleteMany(lt("until", Date.from(days.now()))).replaceWithVoid();
    }

    private Uni<Boolean> take(String count, long bytes, int maxFiles, long maxBytes) {
        if (bytes > maxBytes || maxFiles < 1) return Uni.createFrom().item(false);
        Bson room = and(eq("_id", count), lt("files", maxFiles), lte("bytes", maxBytes - bytes));
        // Without room, or when another is making the count just now, the insert meets the count that is there.
        return counts.updateOne(
                        room, combine(more(bytes), setOnInsert("until", until())), new UpdateOptions().upsert(true))
                .replaceWith(true)
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithUni(
                        () -> counts.updateOne(room, more(bytes)).map(result -> result.getModifiedCount() == 1));
    }

    private Uni<Void> giveBack(String count, long bytes) {
        return counts.updateOne(eq("_id", count), combine(inc("files", -1), inc("bytes", -bytes)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private static Bson more(long bytes) {
        return combine(inc("files", 1), inc("bytes", bytes));
    }

    private Date until() {
        return Date.from(
                days.today().plusDays(KEPT_DAYS).atStartOfDay(days.zone()).toInstant());
    }
}
