package polyclinic.audit.chain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * An audit entry in its place in a chain. It is written once and never changed.
 *
 * @param key the document's id, {@code chain/seq} with leading zeros: the unique index that keeps a chain from forking,
 *     and the cheapest way to read a stretch of it on any MongoDB-compatible server
 * @param id the entry's own id (a UUID), made by the service that recorded it
 * @param seq place in the chain, from 1 without a gap
 * @param chain the Kafka partition it came from
 * @param offset its offset there
 * @param hash {@code SHA-256(previousHash ‖ canonical(entry))}, see {@link Canonical}
 * @param previousHash the hash of {@code seq - 1}, {@link Head#GENESIS} for the first
 * @param occurredAt RFC 3339 in UTC with six decimals, so that text order is time order
 */
@MongoEntity(collection = "entries")
@JsonPropertyOrder({"id", "seq", "chain", "offset", "hash", "previousHash"})
public record Entry(
        @BsonId @JsonIgnore String key,
        String id,
        long seq,
        int chain,
        long offset,
        String hash,
        String previousHash,
        String occurredAt,
        Actor actor,
        String action,
        String entityType,
        String entityId,
        String patientId,
        String outcome,
        String reason,
        List<String> changedFields,
        Source source,
        String traceId) {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The entry that follows {@code head}. */
    public static Entry after(Head head, long offset, Recorded recorded) {
        long seq = head.seq() + 1;
        Entry unhashed = of(head.chain(), seq, offset, null, head.hash(), recorded);
        return of(head.chain(), seq, offset, unhashed.computedHash(), head.hash(), recorded);
    }

    public static String key(int chain, long seq) {
        return String.format("%04d/%015d", chain, seq);
    }

    /** What the hash has to be, given the other fields. */
    public String computedHash() {
        return Hashes.hex(Hashes.sha256(Hashes.bytes(previousHash), Canonical.bytes(this)));
    }

    /** The form in which instants are kept, so that they can be compared as text. */
    public static String time(Instant instant) {
        return MICROSECONDS.format(instant.truncatedTo(ChronoUnit.MICROS));
    }

    /** The place that the document has, as its key says; whether {@code seq} agrees is part of being intact. */
    public long place() {
        return Long.parseLong(key.substring(key.indexOf('/') + 1));
    }

    /** Whether hash and key are what the other fields make them. Never fails, whatever was done to the document. */
    @JsonIgnore
    public boolean isIntact() {
        try {
            return Hashes.isHash(previousHash)
                    && key(chain, seq).equals(key)
                    && computedHash().equals(hash);
        } catch (RuntimeException damaged) {
            return false;
        }
    }

    /** What a document says, read so that a field of a wrong type is a damaged entry and not a failure. */
    static Entry of(Document stored) {
        try {
            Document actor = stored.get("actor", Document.class);
            Document source = stored.get("source", Document.class);
            return new Entry(
                    stored.getString("_id"),
                    stored.getString("id"),
                    whole(stored, "seq"),
                    (int) whole(stored, "chain"),
                    whole(stored, "offset"),
                    stored.getString("hash"),
                    stored.getString("previousHash"),
                    stored.getString("occurredAt"),
                    new Actor(
                            actor.getString("subject"), actor.getString("name"), actor.getList("roles", String.class)),
                    stored.getString("action"),
                    stored.getString("entityType"),
                    stored.getString("entityId"),
                    stored.getString("patientId"),
                    stored.getString("outcome"),
                    stored.getString("reason"),
                    stored.getList("changedFields", String.class),
                    new Source(source.getString("service"), source.getString("ip"), source.getString("userAgent")),
                    stored.getString("traceId"));
        } catch (ClassCastException | NullPointerException damaged) {
            Recorded nothing = new Recorded(
                    String.valueOf(stored.get("id")), null, null, null, null, null, null, null, null, null, null, null);
            return of(-1, -1, -1, null, null, nothing).at(String.valueOf(stored.get("_id")));
        }
    }

    public Head head() {
        return new Head(chain, seq, hash);
    }

    public Recorded recorded() {
        return new Recorded(
                id,
                occurredAt,
                actor,
                action,
                entityType,
                entityId,
                patientId,
                outcome,
                reason,
                changedFields,
                source,
                traceId);
    }

    private Entry at(String key) {
        return new Entry(
                key,
                id,
                seq,
                chain,
                offset,
                hash,
                previousHash,
                occurredAt,
                actor,
                action,
                entityType,
                entityId,
                patientId,
                outcome,
                reason,
                changedFields,
                source,
                traceId);
    }

    private static long whole(Document stored, String field) {
        Object value = stored.get(field);
        if (value instanceof Integer || value instanceof Long) return ((Number) value).longValue();
        throw new ClassCastException(field);
    }

    private static Entry of(int chain, long seq, long offset, String hash, String previous, Recorded it) {
        return new Entry(
                key(chain, seq),
                it.id(),
                seq,
                chain,
                offset,
                hash,
                previous,
                it.occurredAt(),
                it.actor(),
                it.action(),
                it.entityType(),
                it.entityId(),
                it.patientId(),
                it.outcome(),
                it.reason(),
                it.changedFields(),
                it.source(),
                it.traceId());
    }
}
