package polyclinic.recovery.repository;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Objects by names with slashes, in a folder or a bucket. An object is there whole or not at all. */
public interface ObjectStore extends AutoCloseable {
    /** The prefix of places that are buckets. */
    String S3 = "s3://";

    /**
     * Returns the store at a place.
     *
     * @param place a folder, or {@code s3://bucket/prefix}
     * @param environment names the server of a bucket: {@code POLYCLINIC_BACKUP_S3_URL}, {@code _KEY}, {@code _SECRET}, {@code _REGION}
     */
    static ObjectStore at(String place, Map<String, String> environment) {
        return place.startsWith(S3)
                ? BucketStore.of(URI.create(place), environment)
                : new FolderStore(Path.of(place).toAbsolutePath().normalize());
    }

    /** Returns the names that begin with the prefix, in order. */
    List<String> list(String prefix) throws IOException;

    boolean contains(String name) throws IOException;

    /** @throws java.nio.file.NoSuchFileException when there is none of that name */
    InputStream open(String name) throws IOException;

    /** Stores what a file of {@link #staging} holds; the file is gone afterwards. */
    void put(String name, Path file) throws IOException;

    void delete(String name) throws IOException;

    /** Returns the folder for what is being written, on this machine. */
    Path staging() throws IOException;

    @Override
    void close();
}
