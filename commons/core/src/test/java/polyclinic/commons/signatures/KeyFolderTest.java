package polyclinic.commons.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {
    @TempDir
    Path folder;

    @Test
    void files_that_hold_no_key_leave_the_others_known() throws Exception {
        SignatureKey key = new KeyFolder(folder, "b.key", "b-service").privateKey(true);
        Files.writeString(folder.resolve("a-service-0000000000000000.pub"), "not base64!");
        Files.writeString(folder.resolve("c-service-0000000000000000.pub"), "bm8ga2V5");
        Files.writeString(folder.resolve("d-service-0000000000000000.pub"), "");
        Files.write(folder.resolve("e-service-0000000000000000.pub"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.createDirectory(folder.resolve("f-service-0000000000000000.pub"));

        assertThat(KeyFolder.allPublicKeys(folder))
                .containsOnlyKeys(key.publicKey().id());
    }
}
