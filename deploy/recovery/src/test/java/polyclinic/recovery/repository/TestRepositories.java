package polyclinic.recovery.repository;

import java.nio.file.Path;

/** Backups in folders, all with one key: to make a key of a passphrase takes a second, on purpose. */
public final class TestRepositories {
    public static final String PASSPHRASE = "a passphrase of a test";

    static final String KEY_FILE = RepositoryKey.create(PASSPHRASE);
    private static final RepositoryKey KEY = RepositoryKey.open(KEY_FILE, PASSPHRASE);

    private TestRepositories() {}

    public static BackupRepository in(Path folder) {
        return of(new FolderStore(folder));
    }

    static BackupRepository of(ObjectStore store) {
        return new BackupRepository(store, KEY);
    }
}
