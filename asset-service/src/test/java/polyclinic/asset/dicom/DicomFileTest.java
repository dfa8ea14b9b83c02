package polyclinic.asset.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DicomFileTest {
    private static final DicomHeader CHEST = new DicomHeader(
            "CT",
            "CHEST",
            LocalDate.of(2026, 3, 2),
            "1.2.826.0.1.3680043.8.1.1",
            "1.2.826.0.1.3680043.8.1.2",
            "1.2.826.0.1.3680043.8.1.3",
            512,
            256,
            12);

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {
                DicomBytes.IMPLICIT,
                DicomBytes.EXPLICIT,
                DicomBytes.DEFLATED,
                DicomBytes.BIG_ENDIAN,
                DicomBytes.JPEG
            })
    void a_header_is_read_however_the_file_is_written(String syntax) throws IOException {
        assertThat(header(DicomBytes.in(syntax).chestElements().file(syntax))).isEqualTo(CHEST);
    }

    @Test
    void it_comes_back_from_its_document() {
        assertThat(DicomHeader.of(CHEST.document())).isEqualTo(CHEST);
    }

    @Test
    void what_is_not_as_the_standard_has_it_is_left_out() throws IOException {
        byte[] file = DicomBytes.in(DicomBytes.EXPLICIT)
                .text(0x0008_0018, "UI", "1.2.name.3")
                .text(0x0008_0020, "DA", "20261302")
                .text(0x0008_0060, "CS", "Ada Arden")
                .text(0x0018_0015, "CS", "CHEST")
                .text(0x0020_000D, "UI", "1.02")
                .text(0x0028_0008, "IS", "-1")
                .file(DicomBytes.EXPLICIT);

        assertThat(header(file)).isEqualTo(new DicomHeader(null, "CHEST", null, null, null, null, null, null, null));
    }

    @Test
    void a_date_as_before_1993_is_read() throws IOException {
        byte[] file = DicomBytes.in(DicomBytes.EXPLICIT)
                .text(0x0008_0020, "DA", "1992.03.02")
                .file(DicomBytes.EXPLICIT);

        assertThat(header(file))
                .isEqualTo(new DicomHeader(null, null, LocalDate.of(1992, 3, 2), null, null, null, null, null, null));
    }

    /** Where it ends between two elements it is a file of fewer elements. */
    @Test
    void a_file_that_ends_anywhere_has_no_header_or_a_part_of_the_true_one() throws IOException {
        byte[] whole = DicomBytes.chest();
        int headers = 0;

        for (int length = 0; length <= whole.length; length++) {
            DicomHeader part = header(Arrays.copyOf(whole, length));
            if (part == null) continue;
            headers++;
            assertThat(CHEST.document().entrySet()).containsAll(part.document().entrySet());
            if (length >= whole.length - 64) assertThat(part).isEqualTo(CHEST);
        }
        assertThat(headers).isGreaterThan(64);
    }

    @Test
    void bytes_that_were_changed_end_nothing() throws IOException {
        Random random = new Random(7);
        byte[] whole = DicomBytes.chest();

        for (int i = 0; i < 3_000; i++) {
            byte[] changed = whole.clone();
            for (int j = 0; j < 4; j++) changed[128 + random.nextInt(changed.length - 128)] = (byte) random.nextInt();
            header(changed);
        }
    }

    @Test
    void lengths_that_are_not_true_and_sequences_without_end_are_no_header() throws IOException {
        assertThat(header(DicomBytes.in(DicomBytes.EXPLICIT)
                        .head(0x0008_1199, "OW", 0x7FFF_FFFF)
                        .file(DicomBytes.EXPLICIT)))
                .isNull();
        assertThat(header(DicomBytes.in(DicomBytes.EXPLICIT)
                        .head(0x0008_0060, "CS", 60_000)
                        .file(DicomBytes.EXPLICIT)))
                .isNull();
        DicomBytes deep = DicomBytes.in(DicomBytes.EXPLICIT);
        for (int i = 0; i < 10_000; i++)
            deep.head(0x0008_1199, "SQ", DicomBytes.UNDEFINED).delimiter(0xFFFE_E000, DicomBytes.UNDEFINED);
        assertThat(header(deep.file(DicomBytes.EXPLICIT))).isNull();
    }

    /** Some kilobytes that become a hundred megabytes. */
    @Test
    void what_unpacks_without_end_is_no_header() throws IOException {
        byte[] file = DicomBytes.in(DicomBytes.DEFLATED)
                .bytes(0x0008_1199, "OW", new byte[100 << 20])
                .text(0x0018_0015, "CS", "CHEST")
                .file(DicomBytes.DEFLATED);

        assertThat(file.length).isLessThan(1 << 20);
        assertThat(header(file)).isNull();
    }

    private @Nullable DicomHeader header(byte[] file) throws IOException {
        return DicomFile.header(Files.write(dir.resolve("file"), file));
    }
}
