package polyclinic.audit.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
    @Test
    void the_signing_key_is_made_once_and_for_its_owner_only(@TempDir Path folder) throws Exception {
        SigningKeys first = new SigningKeys(folder.resolve("keys").toString());
        SigningKeys second = new SigningKeys(folder.resolve("keys").toString());

        assertThat(second.keyId()).isEqualTo(first.keyId());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("keys/audit-signing.key"))))
                .isEqualTo("rw-------");
        assertThat(first.publicKeys()).hasSize(1);
    }

    @Test
    void a_key_that_was_changed_is_still_trusted_for_what_it_signed(@TempDir Path folder) throws Exception {
        SigningKeys old = new SigningKeys(folder.toString());
        Files.delete(folder.resolve("audit-signing.key"));

        SigningKeys changed = new SigningKeys(folder.toString());

        assertThat(changed.keyId()).isNotEqualTo(old.keyId());
        assertThat(changed.publicKeys()).hasSize(2);
        assertThat(changed.publicKeys().stream().filter(PublicKeyView::current).map(PublicKeyView::keyId))
                .containsExactly(changed.keyId());
    }
}
