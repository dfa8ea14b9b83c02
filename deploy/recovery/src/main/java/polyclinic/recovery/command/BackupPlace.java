package polyclinic.recovery.command;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.ObjectStore;
import polyclinic.recovery.repository.Passphrase;
import polyclinic.recovery.suite.SuiteEnvironment;

/** Where the backups of a command lie. */
final class BackupPlace {
    private BackupPlace() {}

    /** Opens the backup for reading. */
    static BackupRepository open(@Nullable String place, Map<String, String> environment) {
        String passphrase = Passphrase.of(environment);
        return BackupRepository.open(ObjectStore.at(orDefault(place, environment), environment), passphrase);
    }

    /** Opens the backup for writing; it is begun where there is none. */
    static BackupRepository create(@Nullable String place, Map<String, String> environment) {
        String passphrase = Passphrase.of(environment);
        return BackupRepository.create(ObjectStore.at(orDefault(place, environment), environment), passphrase);
    }

    /** {@code POLYCLINIC_BACKUPS} or a folder beside the home: within it {@code reset} would delete the backups, too. */
    private static String orDefault(@Nullable String place, Map<String, String> environment) {
        if (place != null) {
            return place;
        }
        Path home = SuiteEnvironment.home(environment);
        String configured = environment.getOrDefault("POLYCLINIC_BACKUPS", "");
        return configured.isBlank()
                ? home.resolveSibling(home.getFileName() + "-backups").toString()
                : configured;
    }
}
