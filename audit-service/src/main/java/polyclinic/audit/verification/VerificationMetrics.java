package polyclinic.audit.verification;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.metrics.StoreReading;

/**
 * What verifications found, and when the whole trail was last found sound. The latter is in the store: a restart must not look
 * as if the trail had never been verified.
 */
@ApplicationScoped
class VerificationMetrics {
    private static final String TRAIL = "trail";
    private static final String SOUND_AT = "soundAt";

    private final ReactiveMongoCollection<Document> verifications;
    private final StoreReading<Instant> soundAt;
    private final Counter valid;
    private final Counter broken;
    private final Counter failed;
    private final Counter entries;

    VerificationMetrics(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            Vertx vertx,
            MeterRegistry metrics) {
        this.verifications = mongo.getDatabase(database).getCollection("verifications");
        this.soundAt = new StoreReading<>(vertx, this::soundAt);
        Gauge.builder("polyclinic.audit.verified.timestamp", soundAt, reading -> reading.value(Instant::getEpochSecond))
                .description("When a verification of the whole trail from its beginning last found it sound")
                .baseUnit("seconds")
                .register(metrics);
        this.valid = counter(metrics, "valid");
        this.broken = counter(metrics, "broken");
        this.failed = counter(metrics, "failed");
        this.entries = Counter.builder("polyclinic.audit.verified.entries")
                .description("Entries that verifications have recomputed")
                .register(metrics);
    }

    private static Counter counter(MeterRegistry metrics, String result) {
        return Counter.builder("polyclinic.audit.verifications")
                .description("Verifications of the trail or of one chain")
                .tag("result", result)
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        soundAt.start();
    }

    void stop(@Observes ShutdownEvent event) {
        soundAt.stop();
    }

    /**
     * Counts a verification when it ends.
     *
     * @param all whether it is about every chain; that the trail is sound only one tells that passes over nothing
     */
    Uni<VerificationReport> counted(Uni<VerificationReport> verification, boolean all, Instant begun) {
        return verification
                .invoke(report -> {
                    (report.valid() ? valid : broken).increment();
                    entries.increment(report.entries());
                })
                .onFailure()
                .invoke(unknown -> failed.increment())
                .call(report -> all && report.valid() && report.from() == 0
                        ? sound(begun)
                        : Uni.createFrom().voidItem());
    }

    /** At its beginning: what came later it may not have seen. */
    private Uni<Void> sound(Instant begun) {
        return verifications
                .updateOne(
                        Filters.eq("_id", TRAIL),
                        Updates.max(SOUND_AT, Date.from(begun)),
                        new UpdateOptions().upsert(true))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(away -> {
                    Log.warnf(
                            "it is not kept that the trail was verified: %s",
                            away.getClass().getName());
                    return Uni.createFrom().voidItem();
                });
    }

    Uni<Instant> soundAt() {
        return verifications
                .find(Filters.eq("_id", TRAIL))
                .collect()
                .first()
                .map(found ->
                        found == null ? Instant.EPOCH : found.getDate(SOUND_AT).toInstant());
    }
}
