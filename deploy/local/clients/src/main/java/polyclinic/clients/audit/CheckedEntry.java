package polyclinic.clients.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.audit.hashes.Rfc8785;
import polyclinic.clients.audit.hashes.TreeHash;

/**
 * An entry of the trail and what it says of itself, without its neighbours: the part of a verification that takes the time and
 * that several processors can do at once.
 *
 * @param content as it was exported
 * @param asHashed whether its hash is that of its content and of the hash before it
 * @param signatureFault what is wrong with the signature of its service; null when it is right, or there is none
 */
record CheckedEntry(
        ObjectNode content, boolean asHashed, @Nullable String signatureFault) {
    private static final HexFormat HEX = HexFormat.of();

    static CheckedEntry of(ObjectNode content, EntrySignatures signatures) {
        boolean asHashed = content.path("hash").asText("").equals(recomputed(content));
        String fault = content.hasNonNull("signature") ? signatures.fault(content) : null;
        return new CheckedEntry(content, asHashed, fault);
    }

    int chain() {
        return content.path("chain").asInt(-1);
    }

    /** Counted from 1; -1 when it has none. */
    long seq() {
        return content.path("seq").asLong(-1);
    }

    @Nullable
    String id() {
        return content.path("id").asText(null);
    }

    String hash() {
        return content.path("hash").asText("");
    }

    String previousHash() {
        return content.path("previousHash").asText("");
    }

    boolean isSigned() {
        return content.hasNonNull("signature");
    }

    private static String recomputed(ObjectNode content) {
        try {
            JsonNode bare = content.deepCopy().without(List.of("hash", "previousHash"));
            byte[] previous = HEX.parseHex(content.path("previousHash").asText(""));
            return HEX.formatHex(TreeHash.sha256(previous, Rfc8785.bytes(bare)));
        } catch (IllegalArgumentException damaged) {
            return "";
        }
    }
}
