package polyclinic.recovery.manifest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import polyclinic.recovery.repository.StoredFile;

/**
 * A recovery point: the moment at which nothing was in flight, and what belongs to it.
 *
 * @param format of this manifest
 * @param id its name, made of the time
 * @param time the moment (ISO 8601)
 * @param holdMillis how long writes were held for it
 * @param versions of what was running: migrations of each database, builds of the services
 * @param postgres the named point in PostgreSQL's log
 * @param mongo the marker in MongoDB
 * @param topics end offsets by topic and partition, as {@code topic/partition}
 * @param groups committed offsets by group, topic and partition
 * @param digests of all tables and collections
 * @param files what a restore needs of the backup, blobs apart; empty where the stores' own operators copy them
 * @param blobs copied files of patients, and objects of the audit trail
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PointManifest(
        int format,
        String id,
        String time,
        long holdMillis,
        Map<String, String> versions,
        PostgresPoint postgres,
        MongoPoint mongo,
        Map<String, Long> topics,
        Map<String, Long> groups,
        List<ContentDigest> digests,
        Files files,
        List<StoredFile> blobs) {
    public static final int FORMAT = 1;

    /** Where manifests lie in the backup. */
    public static final String PREFIX = "recovery-points/";

    /**
     * Files by what they are.
     *
     * @param base of PostgreSQL, one archive
     * @param log PostgreSQL's, from the base copy to the point
     * @param dump of MongoDB
     * @param letters dead letters by topic
     * @param home keys and secrets
     */
    public record Files(
            List<StoredFile> base,
            List<StoredFile> log,
            List<StoredFile> dump,
            List<StoredFile> letters,
            List<StoredFile> home) {
        /** Returns all of them. */
        public Stream<StoredFile> all() {
            return Stream.of(base, log, dump, letters, home).flatMap(List::stream);
        }
    }

    /**
     * The point in PostgreSQL's log.
     *
     * @param name of the restore point
     * @param lsn its place
     * @param timeline the line of history it is on
     * @param base the label of the base copy
     * @param system the cluster's identifier, which it keeps through a restore
     */
    public record PostgresPoint(String name, String lsn, long timeline, String base, String system) {}

    /**
     * The marker in MongoDB.
     *
     * @param marker id of the marker document
     * @param clusterTime seconds of the cluster's time, 0 where there is none
     */
    public record MongoPoint(String marker, long clusterTime) {}

    /** Returns where it lies in the backup. */
    public static String name(String id) {
        return PREFIX + id + ".json";
    }

    @JsonIgnore
    public Instant instant() {
        return Instant.parse(time);
    }

    /** Returns whether the backup holds all that a restore needs. */
    @JsonIgnore
    public boolean isWhole() {
        return !files.base().isEmpty();
    }

    /** Returns the bytes of all its files, shared ones included. */
    @JsonIgnore
    public long size() {
        return Stream.concat(files.all(), blobs.stream())
                .mapToLong(StoredFile::size)
                .sum();
    }
}
