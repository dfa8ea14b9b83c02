package polyclinic.audit.sealing;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * One object with entries of a {@link SealedSegment}: a line of JSON for each, in order, compressed by gzip.
 *
 * @param name the object's in the bucket
 * @param from position of its first entry
 * @param to position of its last entry
 * @param bytes the object's length
 * @param sha256 of the object, hex
 * @param earliest the smallest {@code occurredAt} in it
 * @param latest the largest {@code occurredAt} in it
 */
public record SegmentPart(String name, long from, long to, long bytes, String sha256, String earliest, String latest) {
    /** @throws NullPointerException when a text is missing: a stored manifest may lack it */
    public SegmentPart {
        Stream.of(name, sha256, earliest, latest).forEach(Objects::requireNonNull);
    }

    /** How many entries it has. */
    public int entries() {
        return (int) (to - from + 1);
    }
}
