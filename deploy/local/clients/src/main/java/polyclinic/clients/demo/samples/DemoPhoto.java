package polyclinic.clients.demo.samples;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Drawn portraits of an invented person. */
public final class DemoPhoto {
    private DemoPhoto() {}

    /** Returns a PNG of 320 by 400 pixels in random colours. */
    public static byte[] png() {
        System.setProperty("java.awt.headless", "true");
        Random random = new Random();
        BufferedImage image = new BufferedImage(320, 400, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, new Color(random.nextInt(0xffffff)), 320, 400, Color.WHITE));
        pen.fillRect(0, 0, 320, 400);
        pen.setColor(new Color(0xc68642));
        pen.fillOval(95, 90, 130, 160);
        pen.setColor(new Color(random.nextInt(0xffffff)));
        pen.fillOval(50, 260, 220, 240);
        pen.dispose();
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
