package polyclinic.audit.analytics.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
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
 * The manifest of a month of events in S3: which objects hold them. Manifests follow each other.
 *
 * @param origin what distinguishes these signatures from any other use of the key
 * @param month {@code 2026-03}, in UTC
 * @param events how many it has
 * @param previous the SHA-256 of the manifest before, hex; null in the first
 * @param parts the objects, in the order of their events
 * @param sealedAt RFC 3339
 * @param keyId the key that signed it
 * @param signature Ed25519 over the RFC 8785 form of all other members, base64
 */
@Schema(name = "AnalyticsMonth")
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventMonth(
        String origin,
        String month,
        long events,
        @Nullable String previous,
        List<Part> parts,
        String sealedAt,
        String keyId,
        String signature) {
    static final String ORIGIN = "polyclinic-analytics-month/v1";

    /**
     * An object: a line of JSON for each event, compressed by gzip (RFC 1952).
     *
     * @param sha256 of the object, hex
     */
    @Schema(name = "AnalyticsMonthPart")
    record Part(String name, int events, long bytes, String sha256) {
        /** @throws NullPointerException when a text is missing: a stored manifest may lack it */
        Part {
            Stream.of(name, sha256).forEach(Objects::requireNonNull);
        }
    }

    /** @throws NullPointerException when a text is missing: a stored manifest may lack it */
    EventMonth {
        Stream.of(origin, month, sealedAt, keyId, signature).forEach(Objects::requireNonNull);
        parts = List.copyOf(parts);
    }

    static EventMonth signed(
            YearMonth month, @Nullable EventMonth before, List<Part> parts, String sealedAt, SigningKeys keys) {
        EventMonth bare = new EventMonth(
                ORIGIN,
                month.toString(),
                parts.stream().mapToLong(Part::events).sum(),
                before == null ? null : before.sha256(),
                parts,
                sealedAt,
                keys.keyId(),
                "");
        return new EventMonth(
                bare.origin,
                bare.month,
                bare.events,
                bare.previous,
                bare.parts,
                bare.sealedAt,
                bare.keyId,
                keys.sign(bare.signedText()));
    }

    /** Whether a trusted key signed it as the manifest of this month. */
    boolean isGenuine(YearMonth of, SigningKeys keys) {
        return ORIGIN.equals(origin)
                && month.equals(of.toString())
                && events == parts.stream().mapToLong(Part::events).sum()
                && keys.isSigned(keyId, signedText(), signature);
    }

    private String sha256() {
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

    /** What an object says; null when it is no manifest. */
    static @Nullable EventMonth read(byte[] object) {
        try {
            return Json.MAPPER.readValue(object, EventMonth.class);
        } catch (JsonProcessingException damaged) {
            return null;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
