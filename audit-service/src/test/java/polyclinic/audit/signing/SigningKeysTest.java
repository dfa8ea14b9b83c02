package polyclinic.audit.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
    @Test
    void the_signing_key_is_made_once_and_for_its_owner_only(@TempDir Path folder) throws Exception {
        SigningKeys first = new SigningKeys(folder.resolve("keys").toString(), true);
        SigningKeys second = new SigningKeys(folder.resolve("keys").toString(), false);

        assertThat(second.keyId()).isEqualTo(first.keyId());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("keys/audit-signing.key"))))
                .isEqualTo("rw-------");
        assertThat(first.publicKeys()).hasSize(1);
    }

    @Test
    void a_key_that_is_missing_is_not_made_unless_that_is_allowed(@TempDir Path folder) {
        assertThatThrownBy(() -> new SigningKeys(folder.toString(), false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("audit-signing.key")
                .hasMessageContaining("POLYCLINIC_KEYS_CREATE");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_key_that_was_changed_is_still_trusted_for_what_it_signed(@TempDir Path folder) throws Exception {
        SigningKeys old = new SigningKeys(folder.toString(), true);
        Files.delete(folder.resolve("audit-signing.key"));

        SigningKeys changed = new SigningKeys(folder.toString(), true);

        assertThat(changed.keyId()).isNotEqualTo(old.keyId());
        assertThat(changed.publicKeys()).hasSize(2);
        assertThat(changed.publicKeys().stream().filter(PublicKeyView::current).map(PublicKeyView::keyId))
                .containsExactly(changed.keyId());
    }
}
