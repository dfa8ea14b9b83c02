package polyclinic.images.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseSignatureTest {
    @TempDir
    Path folder;

    private Path key;
    private ReleaseList list;
    private ReleaseSignature signature;

    @BeforeEach
    void writeList() throws IOException {
        key = folder.resolve("keys/release.key");
        list = list("1.0", image("gateway", "a"));
        list.write(folder);
        signature = new ReleaseSignature(folder, Map.of(), key);
    }

    @Test
    void a_signed_list_is_believed_and_its_key_is_the_owners_alone() throws IOException {
        String signer = signature.sign(list);

        assertThat(signature.verify(Optional.empty())).startsWith("Ed25519, key ");
        assertThat(signer).startsWith(signature.verify(Optional.empty()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void the_same_key_signs_the_next_list() throws IOException {
        String first = signature.sign(list);

        assertThat(signature.sign(list)).isEqualTo(first);
    }

    @Test
    void a_list_that_was_changed_after_it_was_signed_is_not_believed() throws IOException {
        signature.sign(list);
        list("1.0", image("gateway", "b")).write(folder);

        assertThatThrownBy(() -> signature.verify(Optional.empty())).hasMessageContaining("was changed");
    }

    @Test
    void a_list_signed_by_somebody_else_is_not_believed() throws IOException {
        new ReleaseSignature(folder, Map.of(), folder.resolve("others/release.key")).sign(list);
        ReleaseKey.provide(key);

        assertThatThrownBy(() -> signature.verify(Optional.empty())).hasMessageContaining("not by the key");
        assertThat(signature.verify(Optional.of(folder.resolve("others/release.key.pub"))))
                .startsWith("Ed25519");
    }

    @Test
    void a_list_without_a_signature_is_not_believed() {
        assertThatThrownBy(() -> signature.verify(Optional.empty())).hasMessageContaining("not signed");
    }

    @Test
    void images_made_later_join_the_list_of_their_release_only() {
        ReleaseList later = list("1.0", image("notes-service", "c"));

        assertThat(later.with(list).images())
                .extracting(ReleaseImage::image)
                .containsExactly("gateway", "notes-service");
        assertThat(list("1.0", image("gateway", "d")).with(list).images())
                .extracting(ReleaseImage::digest)
                .containsExactly("sha256:d");
        assertThat(list("1.1", image("notes-service", "c")).with(list).images())
                .extracting(ReleaseImage::image)
                .containsExactly("notes-service");
    }

    @Test
    void missing_archives_and_changed_lists_of_components_are_named() throws IOException {
        Files.writeString(folder.resolve("gateway.cdx.json"), "{}");

        assertThat(ReleaseVerification.faults(folder, list))
                .hasSize(2)
                .anyMatch(fault -> fault.startsWith("gateway.tar: "))
                .contains("gateway.cdx.json was changed");
    }

    private static ReleaseList list(String version, ReleaseImage image) {
        return new ReleaseList(version, "abc", "base.tar", 25, List.of(image));
    }

    private static ReleaseImage image(String name, String digest) {
        return new ReleaseImage(
                name,
                "polyclinic/" + name + ":1.0",
                "sha256:" + digest,
                1,
                name + ".tar",
                name + ".cdx.json",
                "sha256:e",
                null);
    }
}
