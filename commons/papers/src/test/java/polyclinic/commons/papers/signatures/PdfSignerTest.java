package polyclinic.commons.papers.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.commons.testing.papers.SignedPdf;

class PdfSignerTest {
    private static final Instant NOW = Instant.now();

    @TempDir
    Path folder;

    private PdfSigner signer;

    @BeforeEach
    void open() {
        signer = new PdfSigner(key(), "Harbour Clinic");
    }

    @Test
    void a_signed_document_is_valid_and_begins_with_the_unsigned_one() throws IOException {
        byte[] plain = pdf();

        byte[] signed = signer.sign(plain, "Prescription issued", NOW);

        assertThat(SignedPdf.read(signed).isValid())
                .as("%s", SignedPdf.read(signed))
                .isTrue();
        assertThat(SignedPdf.read(signed).signer().getSubjectX500Principal().getName())
                .contains("Harbour Clinic");
        assertThat(Arrays.copyOf(signed, plain.length)).isEqualTo(plain);
    }

    @Test
    void a_changed_byte_invalidates_the_signature() throws IOException {
        byte[] signed = signer.sign(pdf(), "Prescription issued", NOW);
        int reason = new String(signed, StandardCharsets.ISO_8859_1).indexOf("Prescription issued");
        signed[reason] = 'X';

        assertThat(SignedPdf.read(signed).isIntact()).isFalse();
    }

    @Test
    void appended_bytes_are_not_covered_by_the_signature() throws IOException {
        byte[] signed = signer.sign(pdf(), "Prescription issued", NOW);
        byte[] longer = Arrays.copyOf(signed, signed.length + 20);
        Arrays.fill(longer, signed.length, longer.length, (byte) ' ');

        assertThat(SignedPdf.read(longer).isValid()).isFalse();
    }

    @Test
    void the_key_stays_the_same_and_only_its_owner_may_read_it() throws IOException {
        SigningKey again = key();

        assertThat(again.certificate()).isEqualTo(key().certificate());
        assertThat(again.key()).isEqualTo(key().key());
        for (String file : List.of("signing.p12", "signing.p12.password"))
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-------");
    }

    @Test
    void replicas_that_start_together_agree_on_one_key() throws Exception {
        Path other = folder.resolve("together/signing.p12");
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try {
            Callable<SigningKey> open = () -> SigningKey.open(other, "prescriptions", null, true, "Clinic", NOW);
            List<Future<SigningKey>> opened = threads.invokeAll(List.of(open, open, open, open));
            for (Future<SigningKey> one : opened)
                assertThat(one.get().certificate())
                        .isEqualTo(opened.get(0).get().certificate());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_key_that_is_there_is_only_read_as_its_folder_may_be_read_only() throws Exception {
        Path mounted = folder.resolve("mounted/signing.p12");
        SigningKey made = SigningKey.open(mounted, "prescriptions", null, true, "Clinic", NOW);
        Files.delete(mounted.resolveSibling("signing.p12.lock"));

        SigningKey opened = SigningKey.open(mounted, "prescriptions", null, true, "Clinic", NOW);

        assertThat(opened.certificate()).isEqualTo(made.certificate());
        assertThat(mounted.resolveSibling("signing.p12.lock")).doesNotExist();
    }

    @Test
    void a_wrong_password_fails_clearly() {
        assertThatThrownBy(() ->
                        SigningKey.open(folder.resolve("signing.p12"), "prescriptions", "wrong", true, "Clinic", NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("signing.p12");
    }

    @Test
    void a_key_that_is_missing_is_not_made_where_that_is_not_allowed() throws IOException {
        Path missing = folder.resolve("missing/signing.p12");

        assertThatThrownBy(() -> SigningKey.open(missing, "prescriptions", null, false, "Clinic", NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("signing.p12 is missing")
                .hasMessageContaining("POLYCLINIC_KEYS_CREATE");
        assertThat(missing.getParent()).doesNotExist();
    }

    @Test
    void a_key_whose_password_is_missing_fails_clearly_and_gets_no_other() throws IOException {
        SigningKey.open(folder.resolve("lost.p12"), "prescriptions", null, true, "Clinic", NOW);
        Files.delete(folder.resolve("lost.p12.password"));

        assertThatThrownBy(
                        () -> SigningKey.open(folder.resolve("lost.p12"), "prescriptions", null, true, "Clinic", NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lost.p12.password");
        assertThat(folder.resolve("lost.p12.password")).doesNotExist();
    }

    @Test
    void an_expired_certificate_does_not_sign() {
        SigningKey old = SigningKey.open(
                folder.resolve("old.p12"), "prescriptions", null, true, "Clinic", NOW.minus(Duration.ofDays(4000)));

        assertThatThrownBy(() -> new PdfSigner(old, "Clinic").sign(pdf(), "x", NOW))
                .isInstanceOf(IllegalStateException.class);
    }

    private SigningKey key() {
        return SigningKey.open(folder.resolve("signing.p12"), "prescriptions", null, true, "Harbour Clinic", NOW);
    }

    private static byte[] pdf() throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.getDocumentInformation().setTitle("Paracetamol");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }
}
