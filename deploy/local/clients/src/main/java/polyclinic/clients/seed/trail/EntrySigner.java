package polyclinic.clients.seed.trail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.JsonNodes;
import polyclinic.commons.json.CanonicalJson;
import polyclinic.commons.signatures.SignatureKey;

/** Signs entries as a service of the local stack does: with its own key, over the canonical form (RFC 8785) of all other members. */
public final class EntrySigner {
    private final SignatureKey key;

    public EntrySigner(SignatureKey key) {
        this.key = key;
    }

    /**
     * Returns the signer of a service.
     *
     * @param home the folder of the local stack, which holds the keys of all services
     */
    public static EntrySigner of(Path home, String service) {
        Path file = home.resolve(service).resolve("keys").resolve("audit-entries.key");
        try {
            return new EntrySigner(SignatureKey.of(
                    Base64.getDecoder().decode(Files.readString(file).strip())));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new CheckFailed(
                    "no key of " + service + " in " + file + ": only the keys of a local stack can sign entries", e);
        }
    }

    /** Returns the text of the message. */
    public String signed(ObjectNode members) {
        String canonical = CanonicalJson.text(members);
        String value = Base64.getEncoder().encodeToString(key.sign(canonical.getBytes(StandardCharsets.UTF_8)));
        ObjectNode signature = JsonNodes.object("keyId", key.publicKey().id(), "value", value);
        return canonical.substring(0, canonical.length() - 1) + ",\"signature\":" + signature + "}";
    }
}
