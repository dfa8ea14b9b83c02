package polyclinic.audit.checkpoints;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import polyclinic.audit.chain.Canonical;
import polyclinic.audit.chain.Hashes;
import polyclinic.audit.merkle.Frontier;

/**
 * A signed statement: "this chain's first {@code size} entries have this Merkle root". It names its predecessor, so that
 * checkpoints form a chain of their own. Everything down to {@code keyId} is signed (see {@link #signedText}); the leaves
 * and the frontier are not, because the signed root proves them.
 *
 * @param key the document's id, {@code chain/number} with leading zeros; the same name as in S3
 * @param number from 1 without a gap
 * @param size how many entries it covers
 * @param root RFC 6962 tree hash over the entries' hashes, hex
 * @param head hash of entry {@code size}
 * @param previousSize what the checkpoint before covers, 0 for the first
 * @param signature Ed25519 (RFC 8032) over {@link #signedText}, base64
 * @param frontier complete subtrees of the tree of {@code size} leaves, hex, largest first
 * @param leaves hashes of the entries {@code previousSize + 1 … size}, 32 bytes each, base64 of all: with them a changed
 *     entry is named, not only noticed
 * @param archived whether it is in S3; null in the copy there
 */
@MongoEntity(collection = "checkpoints")
public record Checkpoint(
        @BsonId @JsonIgnore String key,
        String origin,
        int chain,
        long number,
        long size,
        String root,
        String head,
        long previousSize,
        String previousRoot,
        String createdAt,
        String keyId,
        String signature,
        List<String> frontier,
        String leaves,
        Boolean archived) {
    /** What tells these signatures from any other use of the key. */
    public static final String ORIGIN = "polyclinic-audit/v1";

    public static String key(int chain, long number) {
        return String.format("%04d/%012d", chain, number);
    }

    /** The signed text: RFC 8785 form of the members from {@code origin} to {@code keyId}. */
    public String signedText() {
        return "{\"chain\":" + chain
                + ",\"createdAt\":" + Canonical.quote(createdAt)
                + ",\"head\":" + Canonical.quote(head)
                + ",\"keyId\":" + Canonical.quote(keyId)
                + ",\"number\":" + number
                + ",\"origin\":" + Canonical.quote(origin)
                + ",\"previousRoot\":" + Canonical.quote(previousRoot)
                + ",\"previousSize\":" + previousSize
                + ",\"root\":" + Canonical.quote(root)
                + ",\"size\":" + size + "}";
    }

    /** The number that the document's name says; whether {@code number} agrees is for a check to tell. */
    public long place() {
        return Long.parseLong(key.substring(key.indexOf('/') + 1));
    }

    public Checkpoint signed(String signature) {
        return new Checkpoint(
                key,
                origin,
                chain,
                number,
                size,
                root,
                head,
                previousSize,
                previousRoot,
                createdAt,
                keyId,
                signature,
                frontier,
                leaves,
                archived);
    }

    /** The copy for S3: the same, without what the database says of itself. */
    public Checkpoint copy() {
        return new Checkpoint(
                key,
                origin,
                chain,
                number,
                size,
                root,
                head,
                previousSize,
                previousRoot,
                createdAt,
                keyId,
                signature,
                frontier,
                leaves,
                null);
    }

    /** The entry hashes that it adds. */
    public List<byte[]> leafHashes() {
        return split(Base64.getDecoder().decode(leaves));
    }

    /** @throws IllegalArgumentException when it does not belong to the signed root */
    public Frontier provenFrontier() {
        Frontier found = new Frontier(size, frontier);
        if (!Hashes.hex(found.root()).equals(root)) throw new IllegalArgumentException("not the frontier of this root");
        return found;
    }

    /** What a document says; one with a field of a wrong type comes without a signature. */
    static Checkpoint of(Document stored) {
        String key = stored.getString("_id");
        try {
            return new Checkpoint(
                    key,
                    stored.getString("origin"),
                    whole(stored, "chain").intValue(),
                    whole(stored, "number").longValue(),
                    whole(stored, "size").longValue(),
                    stored.getString("root"),
                    stored.getString("head"),
                    whole(stored, "previousSize").longValue(),
                    stored.getString("previousRoot"),
                    stored.getString("createdAt"),
                    stored.getString("keyId"),
                    stored.getString("signature"),
                    stored.getList("frontier", String.class),
                    stored.getString("leaves"),
                    stored.getBoolean("archived"));
        } catch (ClassCastException | NullPointerException damaged) {
            return damaged(key);
        }
    }

    /** A checkpoint of which only the name can be read. */
    static Checkpoint damaged(String key) {
        int slash = key.indexOf('/');
        return new Checkpoint(
                key,
                "damaged",
                Integer.parseInt(key.substring(0, slash)),
                Long.parseLong(key.substring(slash + 1)),
                0,
                "",
                "",
                0,
                "",
                "",
                "",
                null,
                null,
                null,
                null);
    }

    private static Number whole(Document stored, String field) {
        Object value = stored.get(field);
        if (value instanceof Integer || value instanceof Long) return (Number) value;
        throw new ClassCastException(field);
    }

    static String join(List<String> hashes) {
        byte[] all = new byte[hashes.size() * Hashes.LENGTH];
        for (int i = 0; i < hashes.size(); i++)
            System.arraycopy(Hashes.bytes(hashes.get(i)), 0, all, i * Hashes.LENGTH, Hashes.LENGTH);
        return Base64.getEncoder().encodeToString(all);
    }

    private static List<byte[]> split(byte[] all) {
        List<byte[]> hashes = new ArrayList<>(all.length / Hashes.LENGTH);
        for (int i = 0; i + Hashes.LENGTH <= all.length; i += Hashes.LENGTH)
            hashes.add(java.util.Arrays.copyOfRange(all, i, i + Hashes.LENGTH));
        return hashes;
    }
}
