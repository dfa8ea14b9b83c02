package polyclinic.asset.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.ThumbnailSize;
import polyclinic.asset.extracts.UnreadableDocument;
import polyclinic.asset.kinds.Samples;

/** The process that reads, asked for small pictures. */
class PictureReadingTest {
    private static final int MAX_PIXELS = 50_000_000;
    private static final int MAX_DIFFERENCE = 60;
    private static final Color[] QUARTERS = {Color.RED, Color.GREEN, Color.BLUE, Color.BLACK};

    @TempDir
    static Path folder;

    private static ReaderProcess reader;

    @BeforeAll
    static void start() {
        reader = new ReaderProcess(ReaderProcessTest.config(), folder.toString());
    }

    @AfterAll
    static void end() {
        reader.close();
    }

    private static BufferedImage picture(byte[] content, String type, ThumbnailSize size) throws Exception {
        return picture(pictures(content, type), size);
    }

    private static Map<ThumbnailSize, byte[]> pictures(byte[] content, String type) throws Exception {
        return reader.pictures(Files.write(Files.createTempFile(folder, "file", null), content), type, MAX_PIXELS);
    }

    private static BufferedImage picture(Map<ThumbnailSize, byte[]> pictures, ThumbnailSize size) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(pictures.get(size)));
        assertThat(picture).as("a picture").isNotNull();
        return picture;
    }

    private static TextFailure failure(byte[] content, String type) throws Exception {
        try {
            throw new AssertionError("was made: " + pictures(content, type));
        } catch (UnreadableDocument refused) {
            return refused.failure();
        }
    }

    /** Four quarters, each of a colour of its own. */
    private static BufferedImage quarters(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D canvas = image.createGraphics();
        for (int i = 0; i < QUARTERS.length; i++) {
            canvas.setColor(QUARTERS[i]);
            canvas.fillRect(i % 2 * width / 2, i / 2 * height / 2, width / 2, height / 2);
        }
        canvas.dispose();
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static void assertQuarters(BufferedImage picture, Color... expected) {
        for (int i = 0; i < expected.length; i++) {
            Color found = new Color(picture.getRGB(
                    picture.getWidth() / 4 + i % 2 * picture.getWidth() / 2,
                    picture.getHeight() / 4 + i / 2 * picture.getHeight() / 2));
            int difference = Math.abs(found.getRed() - expected[i].getRed())
                    + Math.abs(found.getGreen() - expected[i].getGreen())
                    + Math.abs(found.getBlue() - expected[i].getBlue());
            assertThat(difference).as("quarter %d is %s", i, found).isLessThan(MAX_DIFFERENCE);
        }
    }

    @ParameterizedTest
    @CsvSource({"jpeg, image/jpeg", "png, image/png", "tiff, image/tiff"})
    void an_image_has_a_picture_in_each_size_and_none_is_enlarged(String format, String type) throws Exception {
        var pictures = pictures(encoded(quarters(800, 400, BufferedImage.TYPE_INT_RGB), format), type);

        for (ThumbnailSize size : ThumbnailSize.values()) {
            BufferedImage picture = picture(pictures, size);
            assertThat(picture.getWidth()).isEqualTo(size.pixels());
            assertThat(picture.getHeight()).isEqualTo(size.pixels() / 2);
            assertQuarters(picture, QUARTERS);
        }
        BufferedImage small =
                picture(encoded(quarters(60, 40, BufferedImage.TYPE_INT_RGB), format), type, ThumbnailSize.LARGE);
        assertThat(small.getWidth()).isEqualTo(60);
    }

    @Test
    void a_webp_is_read_too_and_what_can_be_seen_through_is_white() throws Exception {
        byte[] webp = Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
        assertThat(picture(webp, "image/webp", ThumbnailSize.SMALL).getWidth()).isEqualTo(1);
        byte[] clear = encoded(new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB), "png");
        assertQuarters(picture(clear, "image/png", ThumbnailSize.SMALL), Color.WHITE);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0123", "2, 1032", "3, 3210", "4, 2301", "5, 0213", "6, 2031", "7, 3120", "8, 1302",
    })
    void a_photo_is_shown_as_its_camera_was_held(int orientation, String order) throws Exception {
        Color[] expected = order.chars().mapToObj(i -> QUARTERS[i - '0']).toArray(Color[]::new);
        BufferedImage image = quarters(200, 100, BufferedImage.TYPE_INT_RGB);

        for (byte[] photo : new byte[][] {
            held(encoded(image, "jpeg"), 2, segment(orientation)), held(encoded(image, "png"), 33, chunk(orientation)),
        }) {
            BufferedImage picture =
                    picture(photo, photo[0] == (byte) 0xff ? "image/jpeg" : "image/png", ThumbnailSize.SMALL);
            assertThat(picture.getWidth()).isEqualTo(orientation > 4 ? 48 : 96);
            assertQuarters(picture, expected);
        }
    }

    private static byte[] held(byte[] image, int at, byte[] exif) {
        return ByteBuffer.allocate(image.length + exif.length)
                .put(image, 0, at)
                .put(exif)
                .put(image, at, image.length - at)
                .array();
    }

    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .put(new byte[] {'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    private static byte[] segment(int orientation) {
        return ByteBuffer.allocate(36)
                .put(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34})
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
                .put(exif(orientation))
                .array();
    }

    private static byte[] chunk(int orientation) {
        byte[] content = ByteBuffer.allocate(30)
                .put("eXIf".getBytes(StandardCharsets.US_ASCII))
                .put(exif(orientation))
                .array();
        CRC32 crc = new CRC32();
        crc.update(content);
        return ByteBuffer.allocate(38)
                .putInt(26)
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    @Test
    void of_a_pdf_the_first_page_is_drawn() throws Exception {
        BufferedImage page = picture(Papers.pdf(Papers.LETTER, ""), "application/pdf", ThumbnailSize.LARGE);

        assertThat(page.getHeight()).isEqualTo(512);
        assertThat(page.getWidth()).isBetween(390, 400);
        int[] pixels = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
        assertThat(Arrays.stream(pixels).filter(pixel -> new Color(pixel).getRed() < 128))
                .as("dark pixels")
                .hasSizeGreaterThan(100);
    }

    /** 49 million pixels, which the process has no room for at once. */
    @Test
    void an_image_that_is_larger_than_the_memory_is_read_all_the_same() throws Exception {
        byte[] large = encoded(new BufferedImage(7000, 7000, BufferedImage.TYPE_BYTE_BINARY), "png");

        BufferedImage picture = picture(large, "image/png", ThumbnailSize.SMALL);

        assertThat(picture.getWidth()).isEqualTo(96);
        assertQuarters(picture, Color.BLACK, Color.BLACK, Color.BLACK, Color.BLACK);
    }

    @Test
    void what_was_made_to_use_up_everything_has_none_and_the_next_has_some() throws Exception {
        byte[] bomb = encoded(quarters(10, 10, BufferedImage.TYPE_INT_RGB), "png");
        ByteBuffer.wrap(bomb).putInt(16, 30_000).putInt(20, 30_000);
        CRC32 crc = new CRC32();
        crc.update(bomb, 12, 17);
        ByteBuffer.wrap(bomb).putInt(29, (int) crc.getValue());

        assertThat(failure(bomb, "image/png")).isEqualTo(TextFailure.TOO_LARGE);
        assertThat(failure(Papers.encryptedPdf(), "application/pdf")).isEqualTo(TextFailure.ENCRYPTED);
        assertThat(picture(Papers.pdfBomb(), "application/pdf", ThumbnailSize.SMALL)
                        .getHeight())
                .isEqualTo(96);
        assertThat(picture(Papers.pdf("next"), "application/pdf", ThumbnailSize.SMALL)
                        .getHeight())
                .isEqualTo(96);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/jpeg", "image/png", "image/tiff", "image/webp", "application/pdf"})
    void what_is_broken_has_none(String type) throws Exception {
        assertThat(failure(Samples.noise(5000, 3), type)).isEqualTo(TextFailure.UNREADABLE);
        assertThat(failure(new byte[] {1}, type)).isEqualTo(TextFailure.UNREADABLE);
    }

    @Test
    void the_process_ends_with_the_last_who_needs_it_and_another_begins_for_the_next() throws Exception {
        byte[] image = encoded(quarters(20, 20, BufferedImage.TYPE_INT_RGB), "png");
        try (ReaderProcess shared = new ReaderProcess(ReaderProcessTest.config(), folder.toString())) {
            Path file = Files.write(folder.resolve("shared"), image);
            shared.begin();
            shared.begin();
            assertThat(shared.pictures(file, "image/png", MAX_PIXELS)).hasSize(3);
            shared.end();
            assertThat(shared.isRunning()).isTrue();
            shared.end();
            assertThat(shared.isRunning()).isFalse();
            shared.begin();
            assertThat(shared.pictures(file, "image/png", MAX_PIXELS)).hasSize(3);
            shared.end();
            assertThat(shared.isRunning()).isFalse();
            assertThatThrownBy(() -> shared.pictures(file, "image/png", 300)).isInstanceOf(UnreadableDocument.class);
        }
    }
}
