package polyclinic.recovery.repository;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * The key of a backup: 32 random bytes, which lie beside it in {@code key.json}, encrypted (AES-256-GCM) with what Argon2id
 * (RFC 9106) makes of the passphrase. The parameters stand in that file and are authenticated with it, so that they can be
 * raised later.
 */
final class RepositoryKey {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;
    private static final int SALT_BYTES = 16;
    /** RFC 9106, section 4, second choice: 64 MiB, three passes, four lanes. */
    private static final int MEMORY_KIB = 64 << 10;

    private static final int PASSES = 3;
    private static final int LANES = 4;
    /** What a key file may ask of this machine. */
    private static final int MAX_MEMORY_KIB = 1 << 20;

    private static final int MAX_PASSES = 100;
    private static final int MAX_LANES = 64;
    private static final int SEGMENT_BYTES = 1 << 20;

    private final byte[] key;

    private RepositoryKey(byte[] key) {
        this.key = key;
    }

    /** Returns a new key's file. */
    static String create(String passphrase) {
        byte[] salt = random(SALT_BYTES);
        ObjectNode parameters = JSON.createObjectNode()
                .put("format", 1)
                .put("derivation", "argon2id")
                .put("memoryKiB", MEMORY_KIB)
                .put("passes", PASSES)
                .put("lanes", LANES)
                .put("salt", Base64.getEncoder().encodeToString(salt));
        try {
            byte[] wrapped = wrapping(passphrase, parameters).encrypt(random(KEY_BYTES), authenticated(parameters));
            return parameters
                            .deepCopy()
                            .put("key", Base64.getEncoder().encodeToString(wrapped))
                            .toPrettyString()
                    + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws RecoveryFailed when the passphrase is another one, or the file was changed */
    static RepositoryKey open(String file, String passphrase) {
        try {
            if (!(JSON.readTree(file) instanceof ObjectNode content)
                    || content.path("format").asInt() != 1) {
                throw new RecoveryFailed("key.json of the backup is of no known format");
            }
            byte[] wrapped = Base64.getDecoder().decode(content.path("key").asText());
            content.remove("key");
            return new RepositoryKey(wrapping(passphrase, content).decrypt(wrapped, authenticated(content)));
        } catch (IOException | IllegalArgumentException e) {
            throw new RecoveryFailed("key.json of the backup is damaged", e);
        } catch (GeneralSecurityException e) {
            throw new RecoveryFailed("the passphrase does not open this backup");
        }
    }

    /** Encrypts in segments, each authenticated with its place and the name of the file. */
    AesGcmHkdfStreaming streaming() {
        try {
            return new AesGcmHkdfStreaming(key, "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0);
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AesGcmJce wrapping(String passphrase, ObjectNode parameters) throws GeneralSecurityException {
        int memory = bounded(parameters, "memoryKiB", MAX_MEMORY_KIB);
        int passes = bounded(parameters, "passes", MAX_PASSES);
        int lanes = bounded(parameters, "lanes", MAX_LANES);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(Base64.getDecoder().decode(parameters.path("salt").asText()))
                .build());
        byte[] made = new byte[KEY_BYTES];
        generator.generateBytes(passphrase.getBytes(StandardCharsets.UTF_8), made);
        return new AesGcmJce(made);
    }

    private static int bounded(ObjectNode parameters, String name, int maximum) {
        int value = parameters.path(name).asInt();
        if (value < 1 || value > maximum) {
            throw new RecoveryFailed("key.json of the backup is damaged: " + name);
        }
        return value;
    }

    private static byte[] authenticated(ObjectNode parameters) {
        return parameters.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(int bytes) {
        byte[] value = new byte[bytes];
        RANDOM.nextBytes(value);
        return value;
    }
}
