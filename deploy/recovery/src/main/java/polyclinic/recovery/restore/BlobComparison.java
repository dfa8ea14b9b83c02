package polyclinic.recovery.restore;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import polyclinic.recovery.buckets.SuiteBucket;
import polyclinic.recovery.mongo.AssetDocuments;
import polyclinic.recovery.mongo.MongoDeployment;

/** Reads every file of a patient in the bucket and compares it with what its document says. */
public final class BlobComparison {
    private BlobComparison() {}

    /**
     * What was found.
     *
     * @param compared number of files that are as their documents say
     * @param problems what is wrong, one a line
     * @param unknown keys of files that no document claims: they are newer than the point
     */
    public record Result(int compared, List<String> problems, List<String> unknown) {}

    /** Compares all. */
    public static Result run(MongoDeployment mongo, SuiteBucket bucket) {
        Map<String, String> expected = new TreeMap<>(AssetDocuments.stored(mongo));
        List<String> unknown = new ArrayList<>(bucket.objects().keySet());
        unknown.removeAll(AssetDocuments.ids(mongo));
        List<String> problems = new ArrayList<>();
        expected.forEach((id, sha256) -> {
            try (InputStream in = bucket.open(id)) {
                if (!sha256(in).equals(sha256)) {
                    problems.add("file " + id + " has other content");
                }
            } catch (IOException e) {
                problems.add("file " + id + " is missing");
            }
        });
        return new Result(expected.size() - problems.size(), problems, unknown);
    }

    private static String sha256(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
