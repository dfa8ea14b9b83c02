package polyclinic.asset.kinds;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What one pass over a file finds.
 *
 * @param sha256 lower-case hex
 * @param md5 Base64, as {@code Content-MD5} wants it: the store checks the transfer with it
 * @param type the media type that the first bytes speak for
 */
public record FileInspection(long size, String sha256, String md5, String type) {
    /** As much of the beginning as {@link ContentSniffing} looks at. */
    private static final int HEAD_BYTES = 64 * 1024;

    /** Reads the file once; memory does not grow with it. Blocks. */
    public static FileInspection of(Path file) throws IOException {
        MessageDigest sha256 = digest("SHA-256");
        MessageDigest md5 = digest("MD5");
        byte[] buffer = new byte[HEAD_BYTES];
        long size;
        String type;
        try (InputStream in = Files.newInputStream(file)) {
            int head = in.readNBytes(buffer, 0, HEAD_BYTES);
            sha256.update(buffer, 0, head);
            md5.update(buffer, 0, head);
            type = ContentSniffing.type(Arrays.copyOf(buffer, head));
            size = head;
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                md5.update(buffer, 0, n);
                size += n;
            }
        }
        return new FileInspection(
                size,
                HexFormat.of().formatHex(sha256.digest()),
                Base64.getEncoder().encodeToString(md5.digest()),
                type);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
