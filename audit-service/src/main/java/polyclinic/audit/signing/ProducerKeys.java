package polyclinic.audit.signing;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.CanonicalForm;
import polyclinic.commons.audit.EntrySigning;
import polyclinic.commons.signatures.KeyFolder;
import polyclinic.commons.signatures.KeyFolder.OwnedKey;

/**
 * Says whether an entry is from the service that it names. Each service may have several keys, so that one can be changed;
 * a key that was stolen signs for its own service alone. A key that is removed is believed no more, not even for what it
 * signed before: to end its use, and keep its past, replace the private key and leave the public one.
 */
@Startup
@Singleton
public class ProducerKeys {
    /** Why an entry is not believed: {@code foreign_key} is another service's. */
    public static final List<String> REFUSALS = List.of("unsigned", "unknown_key", "foreign_key", "forged");

    private static final Duration READ_INTERVAL = Duration.ofSeconds(1);

    private final ProducerConfig config;
    private final Path ownKeys;
    private final String ownName;
    private final Clock clock;
    private volatile Map<String, OwnedKey> keys;
    private volatile Instant readAt;

    ProducerKeys(
            ProducerConfig config,
            @ConfigProperty(name = "polyclinic.keys") String ownKeys,
            @ConfigProperty(name = "quarkus.application.name") String ownName,
            Clock clock) {
        this.config = config;
        this.ownKeys = Path.of(ownKeys);
        this.ownName = ownName;
        this.clock = clock;
        this.readAt = clock.instant();
        this.keys = read();
    }

    /** Returns why an entry that arrives now is not believed, one of {@link #REFUSALS}; null when it is. */
    public @Nullable String refusal(AuditRecord record) {
        if (record.signature() == null)
            return mayBeUnsigned(record) && isBeforeEnd(clock.instant()) ? null : "unsigned";
        return fault(record, record.signature());
    }

    /** Returns what is wrong with the signature of a stored entry as {@link #refusal} does, null when nothing is. */
    public @Nullable String fault(AuditRecord record, AuditRecord.Signature signature) {
        OwnedKey producer = key(signature.keyId());
        if (producer == null) return "unknown_key";
        if (!producer.owner().equals(record.source().service())) return "foreign_key";
        return Signatures.isValid(producer.key(), CanonicalForm.signedText(record), signature.value())
                ? null
                : "forged";
    }

    /** Returns whether the entry is of the time in which services did not sign yet. */
    public boolean mayBeUnsigned(AuditRecord record) {
        return isBeforeEnd(Instant.parse(record.occurredAt()));
    }

    /** Every key by which entries are known. */
    public List<ProducerKeyView> publicKeys() {
        return keys.values().stream()
                .map(producer -> new ProducerKeyView(
                        producer.owner(),
                        producer.key().id(),
                        PublicKeyView.ED25519,
                        Base64.getEncoder().encodeToString(producer.key().encoded())))
                .toList();
    }

    private boolean isBeforeEnd(Instant instant) {
        return config.unsignedUntil().filter(instant::isBefore).isPresent();
    }

    /** A service that was given a key must not wait for a restart of this one. */
    private @Nullable OwnedKey key(String id) {
        OwnedKey known = keys.get(id);
        Instant now = clock.instant();
        if (known == null && now.isAfter(readAt.plus(READ_INTERVAL))) {
            readAt = now;
            try {
                keys = read();
            } catch (RuntimeException e) {
                Log.errorf("the keys of the services cannot be read again: %s", e.getMessage());
            }
            known = keys.get(id);
        }
        return known;
    }

    private Map<String, OwnedKey> read() {
        Map<String, OwnedKey> found = new LinkedHashMap<>();
        config.folder().ifPresent(folder -> found.putAll(KeyFolder.allPublicKeys(folder)));
        EntrySigning.keys(ownKeys, ownName)
                .publicKeys()
                .forEach((id, key) -> found.putIfAbsent(id, new OwnedKey(ownName, key)));
        return found;
    }
}
