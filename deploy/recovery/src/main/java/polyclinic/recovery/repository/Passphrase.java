package polyclinic.recovery.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import polyclinic.recovery.progress.RecoveryFailed;

/** The passphrase, from the environment or a file. Never an argument: arguments can be read by every user of the machine. */
public final class Passphrase {
    private static final String VARIABLE = "POLYCLINIC_BACKUP_PASSPHRASE";
    private static final String FILE_VARIABLE = "POLYCLINIC_BACKUP_PASSPHRASE_FILE";
    private static final int MIN_LENGTH = 12;

    private Passphrase() {}

    /** @throws RecoveryFailed when there is none, or one that can be guessed */
    public static String of(Map<String, String> environment) {
        String passphrase = environment.getOrDefault(VARIABLE, "");
        String file = environment.getOrDefault(FILE_VARIABLE, "");
        if (passphrase.isBlank() && !file.isBlank()) {
            try {
                passphrase = Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw new RecoveryFailed("the passphrase cannot be read from " + file, e);
            }
        }
        if (passphrase.isBlank()) {
            throw new RecoveryFailed("backups are encrypted: set " + VARIABLE + ", or " + FILE_VARIABLE
                    + " to a file that holds the passphrase");
        }
        if (passphrase.length() < MIN_LENGTH) {
            throw new RecoveryFailed("the passphrase is too short: at least " + MIN_LENGTH + " characters");
        }
        return passphrase;
    }
}
