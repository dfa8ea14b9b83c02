package polyclinic.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The keys by which services sign, outside of the services, which make none where {@code POLYCLINIC_KEYS_CREATE} is not true:
 * {@code keys/<service>} is what {@code POLYCLINIC_KEYS} of a service names, {@code producers} what {@code
 * POLYCLINIC_AUDIT_PRODUCERS} of audit-service does.
 */
public final class ServiceKeys {
    /** Those that sign: the gateway does not. */
    public static final List<String> SERVICES =
            Stack.SERVICES.stream().filter(name -> !name.equals("gateway")).toList();

    private final Path folder;

    /** @param folder made when it is not there */
    public ServiceKeys(Path folder) {
        this.folder = folder;
    }

    public Path keys(String service) {
        return folder.resolve("keys").resolve(service);
    }

    public Path producers() {
        return folder.resolve("producers");
    }

    /** Returns whether there is any key already. */
    public boolean isPresent() {
        return Files.exists(folder.resolve("keys")) || Files.exists(producers());
    }

    /** Makes those that are not there. */
    public void provide() {
        EntryKeys entryKeys = new EntryKeys(producers());
        for (String service : SERVICES) {
            Path keys = keys(service);
            entryKeys.provide(service, keys);
            if (service.equals("audit-service")) {
                EntryKeys.provideForCheckpoints(keys);
            }
            if (service.equals("prescription-service")) {
                DocumentKey.PRESCRIPTIONS.provide(keys);
            }
            if (service.equals("billing-service")) {
                DocumentKey.PAPERS.provide(keys);
            }
        }
    }
}
