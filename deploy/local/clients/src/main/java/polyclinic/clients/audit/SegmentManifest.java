package polyclinic.clients.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.audit.hashes.Rfc8785;
import polyclinic.clients.audit.hashes.TreeHash;

/**
 * The manifest of a sealed year of one chain, as S3 or the API gave it.
 *
 * @param root of the tree that the year ends in, hex
 * @param head hash of the year's last entry, hex
 * @param previous the SHA-256 of the manifest before, hex; null in the chain's first
 * @param sha256 of this one in its canonical form, hex; empty when it has none
 * @param signed whether a known key signed it as the manifest of this chain and year
 */
record SegmentManifest(
        int chain,
        int year,
        long firstSeq,
        long lastSeq,
        long lastCheckpoint,
        String root,
        String head,
        @Nullable String previous,
        List<Part> parts,
        String sha256,
        boolean signed) {
    private static final String ORIGIN = "polyclinic-audit-segment/v1";

    /** An object with the entries {@code from … to}. @param sha256 of its bytes, hex */
    record Part(String name, long from, long to, String sha256) {}

    /** @param chain of the place where it lies, as {@code year} is */
    static SegmentManifest of(JsonNode json, int chain, int year, Map<String, PublicKey> keys) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : json.path("parts"))
            parts.add(new Part(
                    part.path("name").asText(),
                    part.path("from").asLong(),
                    part.path("to").asLong(),
                    part.path("sha256").asText()));
        return new SegmentManifest(
                chain,
                year,
                json.path("firstSeq").asLong(),
                json.path("lastSeq").asLong(),
                json.path("lastCheckpoint").asLong(),
                json.path("root").asText(),
                json.path("head").asText(),
                json.path("previous").asText(null),
                parts,
                sha256(json),
                ORIGIN.equals(json.path("origin").asText())
                        && json.path("chain").asInt(-1) == chain
                        && json.path("year").asInt(-1) == year
                        && isSigned(json, keys));
    }

    private static boolean isSigned(JsonNode json, Map<String, PublicKey> keys) {
        if (!(json.deepCopy() instanceof ObjectNode bare)) return false;
        bare.remove("signature");
        try {
            return PublishedCheckpoint.isSigned(
                    Rfc8785.text(bare),
                    keys.get(json.path("keyId").asText()),
                    json.path("signature").asText());
        } catch (IllegalArgumentException damaged) {
            return false;
        }
    }

    private static String sha256(JsonNode json) {
        try {
            return HexFormat.of().formatHex(TreeHash.sha256(Rfc8785.bytes(json)));
        } catch (IllegalArgumentException damaged) {
            return "";
        }
    }

    /** Whether its parts are all of it. */
    boolean isWhole() {
        long next = firstSeq;
        for (Part part : parts) {
            if (part.from() != next || part.to() < part.from()) return false;
            next = part.to() + 1;
        }
        return next == lastSeq + 1 && lastSeq >= firstSeq;
    }

    /** Whether it begins where that one ends, and names it. */
    boolean follows(@Nullable SegmentManifest before) {
        return before == null
                ? firstSeq == 1 && previous == null
                : firstSeq == before.lastSeq + 1 && year > before.year && before.sha256.equals(previous);
    }
}
