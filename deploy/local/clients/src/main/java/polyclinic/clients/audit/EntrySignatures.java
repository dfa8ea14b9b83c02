package polyclinic.clients.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.audit.hashes.Rfc8785;
import polyclinic.clients.audit.hashes.TreeHash;

/**
 * The keys by which services sign their entries. A signature covers what the service said: the entry without its place in the
 * chain, without what the trail adds and without the signature itself.
 *
 * @param producers key id → key with the service that it belongs to
 * @param unsignedUntil entries that happened before need no signature
 */
record EntrySignatures(Map<String, Producer> producers, Optional<Instant> unsignedUntil) {
    private static final List<String> NOT_SIGNED =
            List.of("seq", "chain", "offset", "hash", "previousHash", "metadata", "signature");

    record Producer(String service, Ed25519PublicKeyParameters key) {}

    /**
     * Reads a response of {@code GET /audit/keys}; keys whose id is not their own hash are left out.
     *
     * @throws IOException when one is no key
     */
    static EntrySignatures of(JsonNode response, Optional<Instant> unsignedUntil) throws IOException {
        Map<String, Producer> producers = new HashMap<>();
        for (JsonNode item : response.path("producers")) {
            byte[] encoded = Base64.getDecoder().decode(item.path("publicKey").asText());
            String id = HexFormat.of().formatHex(TreeHash.sha256(encoded)).substring(0, 16);
            if (id.equals(item.path("keyId").asText())
                    && PublicKeyFactory.createKey(encoded) instanceof Ed25519PublicKeyParameters key)
                producers.put(id, new Producer(item.path("service").asText(), key));
        }
        return new EntrySignatures(producers, unsignedUntil);
    }

    /** Returns each key with its service, sorted. */
    List<String> services() {
        return producers.entrySet().stream()
                .map(producer -> producer.getValue().service() + " " + producer.getKey())
                .sorted()
                .toList();
    }

    /** Returns what is wrong with the entry's signature, null when it is that of the service that the entry names. */
    @Nullable
    String fault(ObjectNode entry) {
        JsonNode signature = entry.path("signature");
        Producer producer = producers.get(signature.path("keyId").asText());
        if (producer == null) return "is signed by a key that no service has";
        if (!producer.service().equals(entry.path("source").path("service").asText()))
            return "is signed by another service than the one that it names";
        return isSigned(entry, producer.key(), signature.path("value").asText())
                ? null
                : "was not signed by the service that it names";
    }

    /** Returns whether the entry is of the time in which services did not sign yet. */
    boolean mayBeUnsigned(ObjectNode entry) {
        try {
            Instant occurred = Instant.parse(entry.path("occurredAt").asText());
            return unsignedUntil.filter(occurred::isBefore).isPresent();
        } catch (DateTimeException damaged) {
            return false;
        }
    }

    private static boolean isSigned(ObjectNode entry, Ed25519PublicKeyParameters key, String signature) {
        try {
            byte[] text = Rfc8785.bytes(entry.deepCopy().without(NOT_SIGNED));
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, key);
            verifier.update(text, 0, text.length);
            return verifier.verifySignature(Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException damaged) {
            return false;
        }
    }
}
