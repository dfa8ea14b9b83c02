package polyclinic.audit.sealing;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.audit.tree.Hashes;
import polyclinic.commons.json.CanonicalJson;
import polyclinic.commons.json.Json;

/**
 * The manifest of what one chain got in one year, by the times of its checkpoints: which objects hold the entries, and the signed
 * tree that they end in. Manifests of a chain follow each other, as its checkpoints do.
 *
 * @param origin what distinguishes these signatures from any other use of the key
 * @param year in UTC: of the times at which checkpoints covered the entries
 * @param firstSeq position of its first entry, one behind the segment before
 * @param lastSeq position of its last entry, where a checkpoint ends
 * @param lastCheckpoint the number of that checkpoint
 * @param root the root that it signs, hex
 * @param head hash of entry {@code lastSeq}, hex
 * @param earliest the smallest {@code occurredAt} of its entries
 * @param latest the largest {@code occurredAt} of its entries
 * @param previous the SHA-256 of the manifest before, hex; null in the chain's first
 * @param parts the objects, in the order of their entries
 * @param sealedAt RFC 3339
 * @param keyId the key that signed it
 * @param signature Ed25519 over the RFC 8785 form of all other members, base64
 */
@Schema(name = "AuditSegmentManifest")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SealedSegment(
        String origin,
        int chain,
        int year,
        long firstSeq,
        long lastSeq,
        long lastCheckpoint,
        String root,
        String head,
        String earliest,
        String latest,
        @Nullable String previous,
        List<SegmentPart> parts,
        String sealedAt,
        String keyId,
        String signature) {
    static final String ORIGIN = "polyclinic-audit-segment/v1";

    /** @throws NullPointerException when a text is missing: a stored manifest may lack it */
    public SealedSegment {
        Stream.of(origin, root, head, earliest, latest, sealedAt, keyId, signature)
                .forEach(Objects::requireNonNull);
        parts = List.copyOf(parts);
    }

    /** This with the signature of the key that signs now, whose id it names. */
    SealedSegment signed(SigningKeys keys) {
        return new SealedSegment(
                origin,
                chain,
                year,
                firstSeq,
                lastSeq,
                lastCheckpoint,
                root,
                head,
                earliest,
                latest,
                previous,
                parts,
                sealedAt,
                keyId,
                keys.sign(signedText()));
    }

    /** Whether a trusted key signed it as the manifest of this chain and year, and its parts are all of it. */
    boolean isGenuine(int ofChain, int ofYear, SigningKeys keys) {
        return ORIGIN.equals(origin)
                && chain == ofChain
                && year == ofYear
                && hasAllParts()
                && keys.isSigned(keyId, signedText(), signature);
    }

    private boolean hasAllParts() {
        long next = firstSeq;
        for (SegmentPart part : parts) {
            if (part.from() != next || part.to() < part.from()) return false;
            next = part.to() + 1;
        }
        return next == lastSeq + 1 && lastSeq >= firstSeq;
    }

    /** Whether it begins where that one ends, and names it. */
    public boolean follows(@Nullable SealedSegment before) {
        return before == null
                ? firstSeq == 1 && previous == null
                : firstSeq == before.lastSeq + 1
                        && year > before.year
                        && before.sha256().equals(previous);
    }

    /** How many entries it has. */
    @JsonIgnore
    public long size() {
        return lastSeq - firstSeq + 1;
    }

    /** Of its bytes in S3, hex. */
    String sha256() {
        return Hashes.hex(Hashes.sha256(bytes()));
    }

    private String signedText() {
        ObjectNode members = Json.MAPPER.valueToTree(this);
        members.remove("signature");
        return CanonicalJson.text(members);
    }

    /** The object in S3: canonical, so that the same manifest has the same bytes. */
    byte[] bytes() {
        return CanonicalJson.text(Json.MAPPER.valueToTree(this)).getBytes(StandardCharsets.UTF_8);
    }

    /** What an object says; null when it is no manifest, or not in the canonical form. */
    static @Nullable SealedSegment read(byte[] object) {
        try {
            String text = new String(object, StandardCharsets.UTF_8);
            SealedSegment segment = Json.MAPPER.readValue(text, SealedSegment.class);
            return new String(segment.bytes(), StandardCharsets.UTF_8).equals(text) ? segment : null;
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            return null;
        }
    }
}
