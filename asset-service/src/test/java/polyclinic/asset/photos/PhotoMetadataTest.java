package polyclinic.asset.photos;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures made by the JDK, with what a camera adds put in by hand. */
class PhotoMetadataTest {
    private static final String SECRET = "52.5200N 13.4050E Ada Lovelace";

    @TempDir
    Path folder;

    private byte[] without(byte[] photo, String type) throws IOException {
        Path file = Files.write(folder.resolve("photo"), photo);
        PhotoMetadata.remove(file, type);
        assertThat(Files.list(folder)).hasSize(1);
        return Files.readAllBytes(file);
    }

    private static byte[] picture(String format) throws IOException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int x = 0; x < 64; x++) for (int y = 0; y < 48; y++) image.setRGB(x, y, random.nextInt());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static void assertSamePicture(byte[] one, byte[] other) throws IOException {
        BufferedImage first = ImageIO.read(new ByteArrayInputStream(one));
        BufferedImage second = ImageIO.read(new ByteArrayInputStream(other));
        assertThat(second.getRGB(0, 0, second.getWidth(), second.getHeight(), null, 0, second.getWidth()))
                .isEqualTo(first.getRGB(0, 0, first.getWidth(), first.getHeight(), null, 0, first.getWidth()));
    }

    private static byte[] secret() {
        return SECRET.getBytes(StandardCharsets.US_ASCII);
    }

    private static void assertNoSecret(byte[] photo) {
        assertThat(new String(photo, StandardCharsets.ISO_8859_1)).doesNotContain("Lovelace", "52.5200");
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) out.writeBytes(part);
        return out.toByteArray();
    }

    /** Exif with an orientation, a maker and, in a directory of its own, a place. */
    private static byte[] exif(ByteOrder order, int orientation) {
        return ByteBuffer.allocate(8 + 2 + 3 * 12 + 4 + 32 + 2 + 12 + 4 + 32)
                .order(order)
                .put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 3)
                .put(entry(order, 0x010f, 2, 30, 50))
                .put(entry(order, 0x0112, 3, 1, order == ByteOrder.BIG_ENDIAN ? orientation << 16 : orientation))
                .put(entry(order, 0x8825, 4, 1, 82))
                .putInt(0)
                .put(Arrays.copyOf(secret(), 32))
                .putShort((short) 1)
                .put(entry(order, 2, 2, 30, 100))
                .putInt(0)
                .put(Arrays.copyOf(secret(), 32))
                .array();
    }

    private static byte[] entry(ByteOrder order, int tag, int type, int count, int value) {
        return ByteBuffer.allocate(12)
                .order(order)
                .putShort((short) tag)
                .putShort((short) type)
                .putInt(count)
                .putInt(value)
                .array();
    }

    private static byte[] segment(int marker, byte[] content) {
        int length = content.length + 2;
        return join(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length}, content);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void a_jpeg_keeps_picture_profile_and_orientation_and_nothing_else() throws IOException {
        byte[] plain = picture("jpg");
        byte[] profile = segment(0xe2, join(ascii("ICC_PROFILE\0"), new byte[] {1, 1, 42}));
        byte[] photo = join(
                Arrays.copyOf(plain, 2),
                segment(0xe1, join(ascii("Exif\0\0"), exif(ByteOrder.LITTLE_ENDIAN, 6))),
                segment(0xe1, join(ascii("http://ns.adobe.com/xap/1.0/\0"), secret())),
                profile,
                segment(0xe2, join(ascii("MPF\0"), secret())),
                segment(0xed, secret()),
                segment(0xfe, secret()),
                Arrays.copyOfRange(plain, 2, plain.length),
                secret());

        byte[] kept = without(photo, "image/jpeg");

        assertNoSecret(kept);
        assertSamePicture(plain, kept);
        byte[] orientation =
                segment(0xe1, join(ascii("Exif\0\0"), ExifOrientation.only(exif(ByteOrder.BIG_ENDIAN, 6), 0)));
        assertThat(kept)
                .isEqualTo(join(
                        Arrays.copyOf(plain, 2), orientation, profile, Arrays.copyOfRange(plain, 2, plain.length)));
        assertThat(without(kept, "image/jpeg")).isEqualTo(kept);
    }

    @Test
    void a_progressive_jpeg_has_several_scans_and_they_all_stay() throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var param = writer.getDefaultWriteParam();
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(ImageIO.read(new ByteArrayInputStream(picture("png"))), null, null), param);
        }
        byte[] plain = out.toByteArray();

        assertThat(without(join(plain, secret()), "image/jpeg")).isEqualTo(plain);
    }

    private static byte[] chunk(String type, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(ascii(type));
        crc.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(ascii(type))
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    @Test
    void a_png_keeps_picture_and_orientation_and_nothing_else() throws IOException {
        byte[] plain = picture("png");
        int header = 8 + 12 + 13;
        byte[] photo = join(
                Arrays.copyOf(plain, header),
                chunk("pHYs", new byte[9]),
                chunk("tEXt", join(ascii("Author\0"), secret())),
                chunk("eXIf", exif(ByteOrder.BIG_ENDIAN, 8)),
                chunk("zzZz", secret()),
                Arrays.copyOfRange(plain, header, plain.length),
                secret());

        byte[] kept = without(photo, "image/png");

        assertNoSecret(kept);
        assertSamePicture(plain, kept);
        assertThat(kept)
                .isEqualTo(join(
                        Arrays.copyOf(plain, header),
                        chunk("pHYs", new byte[9]),
                        chunk("eXIf", ExifOrientation.only(exif(ByteOrder.BIG_ENDIAN, 8), 0)),
                        Arrays.copyOfRange(plain, header, plain.length)));
        assertThat(without(plain, "image/png")).isEqualTo(plain);
    }

    static byte[] pngWithPlace() throws IOException {
        byte[] plain = picture("png");
        int header = 8 + 12 + 13;
        return join(
                Arrays.copyOf(plain, header),
                chunk("eXIf", exif(ByteOrder.BIG_ENDIAN, 1)),
                Arrays.copyOfRange(plain, header, plain.length));
    }

    private static byte[] riff(String type, byte[] content) {
        return join(
                ascii(type),
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(content.length)
                        .array(),
                content,
                new byte[content.length % 2]);
    }

    private static byte[] webp(byte[]... chunks) {
        return riff("RIFF", join(ascii("WEBP"), join(chunks)));
    }

    private static byte[] vp8x(int flags) {
        return riff("VP8X", new byte[] {(byte) flags, 0, 0, 0, 63, 0, 0, 47, 0, 0});
    }

    @Test
    void a_webp_keeps_picture_and_orientation_and_nothing_else() throws IOException {
        byte[] profile = riff("ICCP", new byte[] {1, 2, 3});
        byte[] picture = riff("VP8 ", new byte[1001]);
        byte[] photo = webp(
                vp8x(0x2c), profile, picture, riff("EXIF", exif(ByteOrder.LITTLE_ENDIAN, 3)), riff("XMP ", secret()));

        byte[] kept = without(join(photo, secret()), "image/webp");

        assertThat(kept)
                .isEqualTo(webp(
                        vp8x(0x28),
                        profile,
                        picture,
                        riff("EXIF", ExifOrientation.only(exif(ByteOrder.BIG_ENDIAN, 3), 0))));
        byte[] upright = webp(vp8x(0x2c), picture, riff("EXIF", exif(ByteOrder.BIG_ENDIAN, 1)));
        assertThat(without(upright, "image/webp")).isEqualTo(webp(vp8x(0x20), picture));
        assertThat(without(webp(picture), "image/webp")).isEqualTo(webp(picture));
    }

    @Test
    void a_webp_without_flags_keeps_its_picture_as_it_is() throws IOException {
        byte[] picture = riff("VP8 ", new byte[1001]);
        byte[] exif = riff("EXIF", exif(ByteOrder.LITTLE_ENDIAN, 3));
        byte[] kept = riff("EXIF", ExifOrientation.only(exif(ByteOrder.BIG_ENDIAN, 3), 0));

        assertThat(without(webp(picture, exif), "image/webp")).isEqualTo(webp(picture, kept));
        assertThat(without(webp(exif, picture), "image/webp")).isEqualTo(webp(kept, picture));
        assertThat(without(webp(picture, vp8x(0x2c), exif), "image/webp")).isEqualTo(webp(picture, vp8x(0x20), kept));
    }

    /** Two pixels of grey, and around them what a scanner's software writes. */
    private static byte[] tiff(ByteOrder order) {
        int directory = 8;
        int entries = 11;
        int after = directory + 2 + entries * 12 + 4;
        boolean big = order == ByteOrder.BIG_ENDIAN;
        ByteBuffer tiff = ByteBuffer.allocate(after + 32 + 2 + 12 + 4 + 32 + 2)
                .order(order)
                .put(ascii(big ? "MM" : "II"))
                .putShort((short) 42)
                .putInt(directory)
                .putShort((short) entries);
        int[][] shorts = {{0x100, 2}, {0x101, 1}, {0x102, 8}, {0x103, 1}, {0x106, 1}};
        for (int[] one : shorts) tiff.put(entry(order, one[0], 3, 1, big ? one[1] << 16 : one[1]));
        tiff.put(entry(order, 0x10f, 2, 30, after))
                .put(entry(order, 0x111, 4, 1, after + 82))
                .put(entry(order, 0x112, 3, 1, big ? 6 << 16 : 6))
                .put(entry(order, 0x116, 3, 1, big ? 1 << 16 : 1))
                .put(entry(order, 0x117, 4, 1, 2))
                .put(entry(order, 0x8825, 4, 1, after + 32))
                .putInt(0)
                .put(Arrays.copyOf(secret(), 32))
                .putShort((short) 1)
                .put(entry(order, 2, 2, 30, after + 50))
                .putInt(0)
                .put(Arrays.copyOf(secret(), 32))
                .put(new byte[] {10, (byte) 200});
        return tiff.array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"big", "little"})
    void a_tiff_keeps_picture_and_orientation_and_nothing_else(String end) throws IOException {
        byte[] photo = tiff(end.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);

        byte[] kept = without(photo, "image/tiff");

        assertNoSecret(kept);
        assertSamePicture(photo, kept);
        assertThat(ExifOrientation.only(kept, 0))
                .isEqualTo(ExifOrientation.only(photo, 0))
                .isNotEmpty();
        assertThat(without(kept, "image/tiff")).isEqualTo(kept);
        byte[] plain = picture("tiff");
        assertSamePicture(plain, without(plain, "image/tiff"));
    }

    /** One directory of 65,535 entries, each of which names the same thousand directories. */
    private static byte[] tiffOfMillionsOfImages() {
        int entries = 0xffff;
        int offsets = 8 + 2 + entries * 12 + 4;
        int empty = offsets + 4000;
        ByteBuffer tiff = ByteBuffer.allocate(empty + 1006)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("II"))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) entries);
        for (int n = 0; n < entries; n++) tiff.put(entry(ByteOrder.LITTLE_ENDIAN, 0x14a, 4, 1000, offsets));
        tiff.putInt(0);
        for (int n = 0; n < 1000; n++) tiff.putInt(empty + n);
        return tiff.array();
    }

    @Test
    void a_tiff_that_names_millions_of_images_takes_no_more_memory_than_another() throws IOException {
        Path file = Files.write(folder.resolve("photo"), tiffOfMillionsOfImages());
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();

        PhotoMetadata.remove(file, "image/tiff");

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 * 1024 * 1024);
        assertThat(Files.readAllBytes(file)).isEqualTo(tiffOfMillionsOfImages());
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/jpeg", "image/png", "image/webp", "image/tiff"})
    void whatever_is_sent_ends_and_grows_nothing(String type) throws IOException {
        String format = type.substring(6).replace("webp", "png");
        byte[] real = type.equals("image/webp") ? webp(vp8x(0), riff("VP8 ", new byte[100])) : picture(format);
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] broken = Arrays.copyOf(real, random.nextInt(real.length) + 1);
            for (int n = 0; n < i % 7; n++) broken[random.nextInt(broken.length)] = (byte) random.nextInt();

            assertThat(without(broken, type).length).isLessThanOrEqualTo(broken.length + 32);
        }
        assertThat(without(new byte[0], type)).isEmpty();
    }

    @Test
    void other_files_are_left_alone() throws IOException {
        assertThat(without(secret(), "application/pdf")).isEqualTo(secret());
        assertThat(PhotoMetadata.isPhoto("application/pdf")).isFalse();
    }
}
