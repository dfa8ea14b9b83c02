package polyclinic.commons.papers.pages;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What is drawn on two pictures, wherever it stands on them. */
final class InkComparison {
    /** How many dots are an em here. Pictures to compare should have about as many: one of few dots has lost what lies between them. */
    static final float EM = 100;

    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);
    private static final int WIDTH = 400;
    private static final int HEIGHT = 120;

    private InkComparison() {}

    /** The word as the JDK draws it with the typeface of its script, which shares no code with how a PDF shows it. */
    static BufferedImage drawn(String word) throws IOException {
        return filled(new TextLayout(word, face(word), EXACT).getOutline(null));
    }

    /** The word as it would be without shaping: each letter on its own, one after the other from the left. */
    static BufferedImage unshaped(String word) throws IOException {
        return filled(face(word).createGlyphVector(EXACT, word).getOutline());
    }

    /** The module's, or what tests take for a machine's. */
    private static String file(UnicodeScript script) {
        if (script == UnicodeScript.HAN) return "/fonts/DroidSansFallbackFull.ttf";
        if (script == UnicodeScript.HANGUL) return "/fonts/DroidSansFallback.ttf";
        String name = script.name().toLowerCase(Locale.ROOT);
        return "/polyclinic/commons/papers/scripts/NotoSans"
                + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "-Regular.ttf";
    }

    private static Font face(String word) throws IOException {
        String file = file(UnicodeScript.of(word.codePointAt(0)));
        try (InputStream font = Objects.requireNonNull(InkComparison.class.getResourceAsStream(file), file)) {
            return Font.createFont(Font.TRUETYPE_FONT, font)
                    .deriveFont(Map.of(
                            TextAttribute.SIZE,
                            EM,
                            TextAttribute.KERNING,
                            TextAttribute.KERNING_ON,
                            TextAttribute.LIGATURES,
                            TextAttribute.LIGATURES_ON));
        } catch (FontFormatException e) {
            throw new IOException(e);
        }
    }

    private static BufferedImage filled(Shape outline) {
        BufferedImage image = new BufferedImage(1600, 400, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(Color.BLACK);
        graphics.translate(100, 200);
        graphics.fill(outline);
        graphics.dispose();
        return image;
    }

    /** How many of the dots that either picture has are dark on both, when what is drawn has one size: from 0 to 1. */
    static double likeness(BufferedImage one, BufferedImage other) {
        BufferedImage first = scaled(one);
        BufferedImage second = scaled(other);
        int either = 0;
        int both = 0;
        for (int x = 0; x < WIDTH; x++)
            for (int y = 0; y < HEIGHT; y++) {
                boolean a = isDark(first, x, y);
                boolean b = isDark(second, x, y);
                if (a || b) either++;
                if (a && b) both++;
            }
        return (double) both / either;
    }

    static long ink(BufferedImage image) {
        long dark = 0;
        for (int x = 0; x < image.getWidth(); x++)
            for (int y = 0; y < image.getHeight(); y++) dark += 255 - (image.getRGB(x, y) >> 8 & 0xff);
        return dark;
    }

    private static BufferedImage scaled(BufferedImage image) {
        Rectangle box = box(image);
        BufferedImage scaled = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(image.getSubimage(box.x, box.y, box.width, box.height), 0, 0, WIDTH, HEIGHT, null);
        graphics.dispose();
        return scaled;
    }

    private static Rectangle box(BufferedImage image) {
        Rectangle box = null;
        for (int x = 0; x < image.getWidth(); x++)
            for (int y = 0; y < image.getHeight(); y++)
                if (isDark(image, x, y)) {
                    Rectangle dot = new Rectangle(x, y, 1, 1);
                    box = box == null ? dot : box.union(dot);
                }
        return Objects.requireNonNull(box, "nothing is drawn");
    }

    private static boolean isDark(BufferedImage image, int x, int y) {
        return (image.getRGB(x, y) >> 8 & 0xff) < 128;
    }
}
