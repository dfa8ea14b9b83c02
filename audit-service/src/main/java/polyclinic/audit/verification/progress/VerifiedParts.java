package polyclinic.audit.verification.progress;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.quarkus.logging.Log;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.audit.signing.SigningKeys;

/**
 * What was verified of each chain, signed: whoever has the database could otherwise say of what they changed that it had been
 * verified.
 */
@Startup
@ApplicationScoped
public class VerifiedParts {
    private final ReactiveMongoCollection<Document> parts;
    private final SigningKeys keys;

    VerifiedParts(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            SigningKeys keys) {
        this.parts = mongo.getDatabase(database).getCollection("verified_parts");
        this.keys = keys;
    }

    /** Chain → its part. One that a trusted key did not sign is as if it were not there. */
    public Uni<Map<Integer, VerifiedPart>> all() {
        return parts.find().map(this::read).collect().asList().map(found -> found.stream()
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(VerifiedPart::chain, part -> part)));
    }

    /** In place of what was verified before. Not to keep it costs the next verification time and nothing else. */
    public Uni<Void> save(VerifiedPart part) {
        Document document = new Document("_id", part.chain())
                .append("number", part.number())
                .append("size", part.size())
                .append("root", part.root())
                .append("producersSign", part.producersSign())
                .append("verifiedAt", part.verifiedAt().toString())
                .append("keyId", keys.keyId())
                .append("signature", keys.sign(part.signedText()));
        return parts.replaceOne(Filters.eq("_id", part.chain()), document, new ReplaceOptions().upsert(true))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(away -> {
                    Log.warnf(
                            "it is not kept how far chain=%d was verified: %s",
                            part.chain(), away.getClass().getName());
                    return Uni.createFrom().voidItem();
                });
    }

    /** Of a chain in which something was found every verification begins at the beginning, until nothing is found any more. */
    public Uni<Void> forget(int chain) {
        return parts.deleteOne(Filters.eq("_id", chain)).replaceWithVoid();
    }

    private Optional<VerifiedPart> read(Document stored) {
        try {
            VerifiedPart part = new VerifiedPart(
                    (int) number(stored, "_id"),
                    number(stored, "number"),
                    number(stored, "size"),
                    stored.getString("root"),
                    stored.getBoolean("producersSign"),
                    Instant.parse(stored.getString("verifiedAt")));
            return keys.isSigned(stored.getString("keyId"), part.signedText(), stored.getString("signature"))
                    ? Optional.of(part)
                    : Optional.empty();
        } catch (ClassCastException | NullPointerException | DateTimeParseException changed) {
            return Optional.empty();
        }
    }

    private static long number(Document stored, String field) {
        return ((Number) Objects.requireNonNull(stored.get(field), field)).longValue();
    }
}
