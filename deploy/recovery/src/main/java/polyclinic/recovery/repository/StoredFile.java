package polyclinic.recovery.repository;

/**
 * A file of the backup as a manifest knows it.
 *
 * @param name in the backup
 * @param size bytes before the encryption
 * @param sha256 of these bytes, in hexadecimal digits
 */
public record StoredFile(String name, long size, String sha256) {}
