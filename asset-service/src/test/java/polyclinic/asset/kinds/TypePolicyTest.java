package polyclinic.asset.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.asset.access.AssetKind;

class TypePolicyTest {
    private final TypePolicy policy = new TypePolicy()
            .allow(AssetKind.PATIENT_PHOTO, Set.of("image/jpeg", "image/png"), 1000)
            .allow(
                    AssetKind.DOCUMENT,
                    Set.of(
                            "application/pdf",
                            "text/plain",
                            "text/csv",
                            "application/xml",
                            "image/png",
                            "image/heic",
                            "image/heif",
                            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                    1000)
            .allow(
                    AssetKind.VOICE_RECORDING,
                    Set.of("audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "audio/wav", "audio/opus"),
                    1000)
            .allow(AssetKind.BACKUP, Set.of("application/zip", "application/octet-stream"), 1000);

    private String accept(AssetKind kind, @Nullable String declared, byte[] bytes) throws IOException {
        return policy.accept(kind, declared, ContentSniffing.type(bytes));
    }

    @Test
    void a_file_is_what_it_says() throws IOException {
        assertThat(accept(AssetKind.PATIENT_PHOTO, "image/png", Samples.png())).isEqualTo("image/png");
        assertThat(accept(AssetKind.PATIENT_PHOTO, "image/jpeg", Samples.jpeg()))
                .isEqualTo("image/jpeg");
        assertThat(accept(AssetKind.DOCUMENT, "application/pdf", Samples.pdf())).isEqualTo("application/pdf");
        assertThat(accept(AssetKind.DOCUMENT, "text/plain; charset=utf-8", Samples.text()))
                .isEqualTo("text/plain");
    }

    @Test
    void other_names_of_a_type_are_the_type() throws IOException {
        assertThat(accept(AssetKind.PATIENT_PHOTO, "IMAGE/PJPEG", Samples.jpeg()))
                .isEqualTo("image/jpeg");
        assertThat(accept(AssetKind.VOICE_RECORDING, "audio/x-wav", Samples.wav()))
                .startsWith("audio/");
    }

    @Test
    void recordings_are_known_by_their_container() throws IOException {
        assertThat(accept(AssetKind.VOICE_RECORDING, "audio/mpeg", Samples.mp3()))
                .isEqualTo("audio/mpeg");
        assertThat(accept(AssetKind.VOICE_RECORDING, "audio/mp4", Samples.m4a()))
                .isEqualTo("audio/mp4");
        assertThat(accept(AssetKind.VOICE_RECORDING, "audio/mp4", Samples.mp4()))
                .isEqualTo("audio/mp4");
        assertThat(accept(AssetKind.VOICE_RECORDING, "audio/ogg", Samples.ogg()))
                .isEqualTo("audio/ogg");
        assertThat(accept(AssetKind.VOICE_RECORDING, "audio/webm; codecs=opus", Samples.webm()))
                .isEqualTo("audio/webm");
    }

    @Test
    void without_a_declaration_the_bytes_decide() throws IOException {
        assertThat(accept(AssetKind.PATIENT_PHOTO, null, Samples.png())).isEqualTo("image/png");
        assertThat(accept(AssetKind.PATIENT_PHOTO, "application/octet-stream", Samples.png()))
                .isEqualTo("image/png");
        assertThatThrownBy(() -> accept(AssetKind.PATIENT_PHOTO, null, Samples.exe()))
                .isInstanceOf(TypeNotAllowed.class);
        assertThatThrownBy(() -> accept(AssetKind.PATIENT_PHOTO, "application/octet-stream", Samples.html()))
                .isInstanceOf(TypeNotAllowed.class);
    }

    @Test
    void a_type_that_the_kind_does_not_take_is_refused() {
        assertThatThrownBy(() -> accept(AssetKind.PATIENT_PHOTO, "image/gif", Samples.gif()))
                .isInstanceOf(TypeNotAllowed.class);
        assertThatThrownBy(() -> accept(AssetKind.PATIENT_PHOTO, "image/svg+xml", Samples.svg()))
                .isInstanceOf(TypeNotAllowed.class);
        assertThatThrownBy(() -> accept(AssetKind.DOCUMENT, "text/html", Samples.html()))
                .isInstanceOf(TypeNotAllowed.class);
        assertThatThrownBy(() -> accept(AssetKind.PATIENT_PHOTO, "no type", Samples.png()))
                .isInstanceOf(TypeNotAllowed.class);
    }

    @Test
    void bytes_that_contradict_their_label_are_refused() {
        assertThatThrownBy(() -> accept(AssetKind.PATIENT_PHOTO, "image/png", Samples.jpeg()))
                .isInstanceOf(TypeDiffers.class);
        assertThatThrownBy(() -> accept(AssetKind.PATIENT_PHOTO, "image/jpeg", Samples.exe()))
                .isInstanceOf(TypeDiffers.class);
        assertThatThrownBy(() -> accept(AssetKind.DOCUMENT, "text/plain", Samples.html()))
                .isInstanceOf(TypeDiffers.class);
        assertThatThrownBy(() -> accept(AssetKind.DOCUMENT, "text/plain", Samples.svg()))
                .isInstanceOf(TypeDiffers.class);
        assertThatThrownBy(() -> accept(AssetKind.DOCUMENT, "text/plain", Samples.noise(500, 3)))
                .isInstanceOf(TypeDiffers.class);
        assertThatThrownBy(() -> accept(AssetKind.DOCUMENT, "application/pdf", Samples.text()))
                .isInstanceOf(TypeDiffers.class);
        assertThatThrownBy(() -> accept(AssetKind.VOICE_RECORDING, "audio/mp4", Samples.ogg()))
                .isInstanceOf(TypeDiffers.class);
    }

    @Test
    void what_people_write_is_taken_as_what_it_is_called() throws IOException {
        assertThat(accept(AssetKind.DOCUMENT, "text/plain", Samples.letter())).isEqualTo("text/plain");
        assertThat(accept(AssetKind.DOCUMENT, null, Samples.letter())).isEqualTo("text/plain");
        assertThat(accept(AssetKind.DOCUMENT, "text/csv; header=present", Samples.text()))
                .isEqualTo("text/csv");
        assertThat(accept(AssetKind.DOCUMENT, "application/csv", Samples.text()))
                .isEqualTo("text/csv");
        assertThat(accept(AssetKind.DOCUMENT, "text/xml", Samples.cda())).isEqualTo("application/xml");
        assertThat(accept(AssetKind.DOCUMENT, "image/heif", Samples.boxes("heic")))
                .isEqualTo("image/heif");
        assertThat(accept(AssetKind.DOCUMENT, "image/heic-sequence", Samples.boxes("mif1", "heic")))
                .isEqualTo("image/heic");
        assertThat(accept(AssetKind.DOCUMENT, null, Samples.docx())).endsWith("wordprocessingml.document");
        assertThat(accept(AssetKind.BACKUP, "application/zip", Samples.docx())).isEqualTo("application/zip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/csv",
                "application/xml",
                "application/pdf",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            })
    void nothing_that_runs_passes_under_another_name(String declared) {
        String script = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        for (byte[] active : List.of(
                Samples.html(),
                Samples.svg(),
                Samples.exe(),
                script.getBytes(StandardCharsets.UTF_8),
                new String(Samples.html(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16),
                new String(Samples.html(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE),
                Samples.zip(),
                Samples.archive("x", "a.txt", "b.exe"),
                Samples.archive("<x/>", "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")))
            assertThatThrownBy(() -> accept(AssetKind.DOCUMENT, declared, active))
                    .isInstanceOf(TypeDiffers.class);
    }

    @Test
    void a_page_with_a_pdf_inside_is_no_pdf() {
        byte[] polyglot = new byte[600];
        System.arraycopy(Samples.html(), 0, polyglot, 0, Samples.html().length);
        System.arraycopy(Samples.pdf(), 0, polyglot, 300, Samples.pdf().length);

        assertThatThrownBy(() -> accept(AssetKind.DOCUMENT, "application/pdf", polyglot))
                .isInstanceOf(TypeDiffers.class);
    }

    @Test
    void a_backup_may_be_any_bytes() throws IOException {
        assertThat(accept(AssetKind.BACKUP, "application/octet-stream", Samples.noise(500, 3)))
                .isEqualTo("application/octet-stream");
        assertThat(accept(AssetKind.BACKUP, "application/zip", Samples.zip())).isEqualTo("application/zip");
    }

    @Test
    void the_limit_itself_is_still_allowed() {
        policy.checkSize(AssetKind.BACKUP, 1000);

        assertThatThrownBy(() -> policy.checkSize(AssetKind.BACKUP, 1001)).isInstanceOf(FileTooLarge.class);
    }
}
