package polyclinic.asset.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInspectionTest {
    @TempDir
    Path folder;

    @Test
    void one_pass_finds_size_digests_and_type() throws Exception {
        byte[] bytes = new byte[3 * 64 * 1024 + 17];
        System.arraycopy(Samples.png(), 0, bytes, 0, Samples.png().length);
        Path file = Files.write(folder.resolve("photo"), bytes);

        FileInspection found = FileInspection.of(file);

        assertThat(found.size()).isEqualTo(bytes.length);
        assertThat(found.type()).isEqualTo("image/png");
        assertThat(found.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(found.md5())
                .isEqualTo(Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("MD5").digest(bytes)));
    }

    @Test
    void an_empty_file_has_the_digest_of_nothing() throws Exception {
        FileInspection found = FileInspection.of(Files.createFile(folder.resolve("empty")));

        assertThat(found.size()).isZero();
        assertThat(found.sha256()).startsWith("e3b0c44298fc1c149afbf4c8996fb924");
    }
}
