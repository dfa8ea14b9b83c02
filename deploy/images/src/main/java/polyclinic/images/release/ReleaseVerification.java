package polyclinic.images.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import polyclinic.images.archive.OciArchive;

/** Whether the files of a release are those of its list. */
public final class ReleaseVerification {
    private ReleaseVerification() {}

    /** Returns what is wrong, a line each; nothing when all is as it was. */
    public static List<String> faults(Path folder, ReleaseList list) {
        List<String> faults = new ArrayList<>();
        for (ReleaseImage image : list.images()) {
            try (OciArchive archive = OciArchive.open(folder.resolve(image.archive()))) {
                archive.verifyLayers();
                if (!archive.digest().equals(image.digest())) {
                    faults.add(image.archive() + " is another image: " + archive.digest());
                }
            } catch (IOException e) {
                faults.add(image.archive() + ": " + e.getMessage());
            }
            try {
                if (!sum(folder.resolve(image.sbom())).equals(image.sbomDigest())) {
                    faults.add(image.sbom() + " was changed");
                }
            } catch (IOException e) {
                faults.add(image.sbom() + " cannot be read");
            }
        }
        return faults;
    }

    /** Returns {@code sha256:…} of a small file. */
    public static String sum(Path file) throws IOException {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return "sha256:" + HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
