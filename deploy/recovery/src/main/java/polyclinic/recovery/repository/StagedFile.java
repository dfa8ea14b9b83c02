package polyclinic.recovery.repository;

import java.nio.file.Path;

/**
 * A file that is written, but not in the backup yet.
 *
 * @param path of its encrypted content on this machine
 */
public record StagedFile(StoredFile file, Path path) {}
