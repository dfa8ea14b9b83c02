package polyclinic.audit.signing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.audit.EntrySigning;
import polyclinic.commons.signatures.KeyFolder;
import polyclinic.commons.signatures.SignatureKey;

/** Two services whose keys audit-service knows, made before it starts. */
public class ProducerSamples implements QuarkusTestResourceLifecycleManager {
    private static final Path FOLDER = Path.of("target/producers");

    @Override
    public Map<String, String> start() {
        key("patient-service");
        key("notes-service");
        return Map.of("POLYCLINIC_AUDIT_PRODUCERS", FOLDER.toString());
    }

    @Override
    public void stop() {}

    /** The private key of a service; audit-service knows the public one. */
    public static SignatureKey key(String service) {
        return new KeyFolder(FOLDER, service + ".key", service).privateKey(true);
    }

    /** A further key of a service, as before the key was changed. */
    public static SignatureKey olderKey(String service) {
        return new KeyFolder(FOLDER, service + "-older.key", service).privateKey(true);
    }

    /** What the service that the entry names would send. */
    public static String signed(AuditEntry entry) {
        return signed(entry, key(entry.source().service()));
    }

    public static String signed(AuditEntry entry, SignatureKey key) {
        return new EntrySigning(key).signed(entry);
    }
}
