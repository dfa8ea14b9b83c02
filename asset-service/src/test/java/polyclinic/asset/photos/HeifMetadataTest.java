package polyclinic.asset.photos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures in boxes (ISO/IEC 23008-12), as a telephone makes them: what tells of place, device and person goes. */
class HeifMetadataTest {
    private static final String SECRET = "52.5200N 13.4050E Ada Lovelace";
    private static final String PICTURE = "the picture's own bytes, which nobody decodes here";

    @TempDir
    Path folder;

    /**
     * A file with a picture (item 1), Exif (2) and XMP (3).
     *
     * @param places version of {@code iloc}
     * @param inBox whether the Exif lies within the box itself ({@code idat}) instead of behind it
     */
    private static byte[] file(int places, int infos, boolean inBox) {
        byte[] head = box("ftyp", ascii("heic\0\0\0\0mif1heic"));
        int metaBytes = meta(places, infos, inBox, 0).length;
        byte[] meta = meta(places, infos, inBox, head.length + metaBytes + 8);
        return join(head, meta, box("mdat", ascii(PICTURE + SECRET + SECRET)));
    }

    private static byte[] meta(int places, int infos, boolean inBox, int dataAt) {
        int secret = SECRET.length();
        int picture = PICTURE.length();
        byte[] items = join(
                place(places, 1, 0, dataAt, picture),
                place(places, 2, inBox ? 1 : 0, inBox ? 0 : dataAt + picture, secret),
                place(places, 3, 0, dataAt + picture + secret, secret));
        byte[] iloc =
                box("iloc", join(number(places << 24, 4), number(0x4400, 2), number(3, places < 2 ? 2 : 4), items));
        byte[] iinf = box(
                "iinf",
                join(
                        number(0, 4),
                        number(3, 2),
                        info(infos, 1, "hvc1\0"),
                        info(infos, 2, "Exif\0"),
                        info(infos, 3, "mime\0application/rdf+xml\0")));
        return box("meta", join(number(0, 4), box("hdlr", new byte[24]), iinf, box("idat", ascii(SECRET)), iloc));
    }

    private static byte[] place(int version, int id, int method, int offset, int length) {
        return join(
                number(id, version < 2 ? 2 : 4),
                version == 0 ? new byte[0] : number(method, 2),
                number(0, 2),
                number(1, 2),
                number(offset, 4),
                number(length, 4));
    }

    private static byte[] info(int version, int id, String type) {
        return box("infe", join(number(version << 24, 4), number(id, version == 2 ? 2 : 4), number(0, 2), ascii(type)));
    }

    private static byte[] box(String type, byte[] content) {
        return join(number(content.length + 8, 4), ascii(type), content);
    }

    private static byte[] number(int value, int bytes) {
        byte[] all = ByteBuffer.allocate(4).putInt(value).array();
        return Arrays.copyOfRange(all, 4 - bytes, 4);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) out.writeBytes(part);
        return out.toByteArray();
    }

    private String without(byte[] photo, String type) throws IOException {
        Path file = Files.write(folder.resolve("photo"), photo);
        PhotoMetadata.remove(file, type);
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({"0,2,image/heic", "1,2,image/heif", "1,3,image/avif", "2,3,image/heic"})
    void exif_and_xmp_go_and_the_picture_stays_where_it_is(int places, int infos, String type) throws IOException {
        byte[] photo = file(places, infos, false);

        String kept = without(photo, type);

        assertThat(PhotoMetadata.isPhoto(type)).isTrue();
        assertThat(kept).hasSize(photo.length).contains(PICTURE);
        assertThat(kept.substring(kept.indexOf("mdat"))).doesNotContain("Lovelace", "52.5200");
    }

    @Test
    void exif_within_the_box_goes_as_well() throws IOException {
        assertThat(without(file(1, 2, true), "image/heic")).contains(PICTURE).satisfies(kept -> assertThat(
                        kept.substring(kept.indexOf("idat"), kept.indexOf("iloc")))
                .doesNotContain("Lovelace"));
    }

    @Test
    void a_file_that_breaks_anywhere_ends_the_work_and_nothing_else() throws IOException {
        byte[] photo = file(1, 2, true);
        for (int length = 0; length < photo.length; length += 3)
            assertThat(without(Arrays.copyOf(photo, length), "image/heic")).hasSize(length);
        for (int at = 0; at < photo.length; at++) {
            byte[] broken = photo.clone();
            broken[at] = (byte) 0xff;
            assertThat(without(broken, "image/heic")).hasSize(photo.length);
        }
    }
}
