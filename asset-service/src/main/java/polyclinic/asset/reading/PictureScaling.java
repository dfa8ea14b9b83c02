package polyclinic.asset.reading;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.ThumbnailSize;
import polyclinic.asset.extracts.UnreadableDocument;

/** Makes small pictures of an image or of the first page of a PDF. */
final class PictureScaling {
    private static final float QUALITY = 0.8f;

    /** What is read has at most so many times as many pixels on a side as the largest picture that is made. */
    private static final int SPARE = 2;

    private PictureScaling() {}

    /**
     * One for each {@link ThumbnailSize}, as JPEG, upright and without anything but the picture.
     *
     * @param maxPixels of an image; a larger one is not decoded
     */
    static List<byte[]> of(Path file, String contentType, int maxPixels) throws IOException, UnreadableDocument {
        BufferedImage picture = upright(
                contentType.equals("application/pdf")
                        ? PdfPages.firstPage(file.toFile(), ThumbnailSize.LARGE.pixels())
                        : decoded(file, contentType, maxPixels),
                PictureOrientation.of(file, contentType));
        List<byte[]> pictures = new ArrayList<>();
        for (ThumbnailSize size : ThumbnailSize.values()) pictures.add(jpeg(within(picture, size.pixels())));
        return pictures;
    }

    /** Every n-th pixel of every n-th line, so that what is held is small however large the image is. */
    private static BufferedImage decoded(Path file, String contentType, int maxPixels)
            throws IOException, UnreadableDocument {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(contentType);
        if (!readers.hasNext()) throw new UnreadableDocument(TextFailure.TYPE_NOT_READ);
        ImageReader reader = readers.next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > maxPixels) throw new UnreadableDocument(TextFailure.TOO_LARGE);
            int step = Math.max(1, Math.max(width, height) / (SPARE * ThumbnailSize.LARGE.pixels()));
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, param);
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage upright(BufferedImage picture, int orientation) {
        boolean turned = PictureOrientation.isOnItsSide(orientation);
        BufferedImage upright = new BufferedImage(
                turned ? picture.getHeight() : picture.getWidth(),
                turned ? picture.getWidth() : picture.getHeight(),
                BufferedImage.TYPE_INT_RGB);
        draw(picture, upright, PictureOrientation.transform(orientation, picture.getWidth(), picture.getHeight()));
        return upright;
    }

    /** By halves first: each pixel of what is made has seen all those that it stands for. */
    private static BufferedImage within(BufferedImage picture, int pixels) {
        int longer = Math.max(picture.getWidth(), picture.getHeight());
        if (longer <= pixels) return picture;
        int next = Math.max(pixels, (longer + 1) / 2);
        double scale = (double) next / longer;
        BufferedImage smaller = new BufferedImage(
                Math.max(1, (int) Math.round(picture.getWidth() * scale)),
                Math.max(1, (int) Math.round(picture.getHeight() * scale)),
                BufferedImage.TYPE_INT_RGB);
        draw(
                picture,
                smaller,
                AffineTransform.getScaleInstance(
                        (double) smaller.getWidth() / picture.getWidth(),
                        (double) smaller.getHeight() / picture.getHeight()));
        return within(smaller, pixels);
    }

    /** What can be seen through is white. */
    private static void draw(BufferedImage from, BufferedImage to, AffineTransform how) {
        Graphics2D canvas = to.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, to.getWidth(), to.getHeight());
        canvas.drawImage(from, how, null);
        canvas.dispose();
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(QUALITY);
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
