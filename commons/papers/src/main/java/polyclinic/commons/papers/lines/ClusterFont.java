package polyclinic.commons.papers.lines;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import polyclinic.commons.papers.scripts.Cluster;

/**
 * A font of a document whose characters are clusters (a Type 3 font, ISO 32000-1, 9.6.5): each is the outline that shaping gave and
 * knows the text that it stands for, so that the page can be searched and copied from. As it is made of outlines, it takes them
 * from any kind of font file, and nothing has to be embedded but what is drawn.
 */
final class ClusterFont extends PDType3Font {
    /** So many codes has a font whose strings are bytes. */
    static final int MAX_CLUSTERS = 255;
    /** Characters of private use, one for each code: what PDFBox encodes are strings. */
    private static final char FIRST = '\uE000';

    /** What is said of the letters before any is drawn. */
    private static final Cluster.Box LETTER = new Cluster.Box(0, -300, 1000, 1000);

    /** Whoever reads the page tells words apart by how wide a font's space is. */
    private static final Cluster SPACE = new Cluster(" ", 300, "", Cluster.Box.EMPTY);

    private static final int SYMBOLIC = 4;
    private static final int STROKE = 30;
    private static final int BLOCK = 100;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final boolean bold;
    private final Map<Cluster, Integer> codes = new LinkedHashMap<>();
    private final COSDictionary programs = new COSDictionary();
    private final COSArray names = new COSArray();
    private final COSArray widths = new COSArray();

    ClusterFont(boolean bold) throws IOException {
        super(empty());
        this.bold = bold;
        names.add(COSInteger.ZERO);
        COSDictionary encoding = new COSDictionary();
        encoding.setItem(COSName.TYPE, COSName.ENCODING);
        encoding.setItem(COSName.DIFFERENCES, names);
        dict.setItem(COSName.ENCODING, encoding);
        dict.setItem(COSName.CHAR_PROCS, programs);
        dict.setItem(COSName.WIDTHS, widths);
        dict.setInt(COSName.FIRST_CHAR, 0);
        codes.put(SPACE, add(SPACE));
    }

    private static COSDictionary empty() {
        COSDictionary font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE3);
        font.setItem(COSName.ENCODING, new COSDictionary());
        font.setItem(COSName.CHAR_PROCS, new COSDictionary());
        font.setItem(COSName.RESOURCES, new COSDictionary());
        COSArray thousandths = new COSArray();
        for (float value : new float[] {0.001f, 0, 0, 0.001f, 0, 0}) thousandths.add(new COSFloat(value));
        font.setItem(COSName.FONT_MATRIX, thousandths);
        font.setItem(COSName.FONT_BBOX, array(LETTER));
        font.setItem(COSName.FONT_DESC, descriptor());
        return font;
    }

    /** A page's layout asks for it; the metrics of a line are those of the papers' own typeface. */
    private static COSDictionary descriptor() {
        COSDictionary descriptor = new COSDictionary();
        descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
        descriptor.setName(COSName.FONT_NAME, "Clusters");
        descriptor.setInt(COSName.FLAGS, SYMBOLIC);
        descriptor.setInt(COSName.ITALIC_ANGLE, 0);
        descriptor.setInt(COSName.ASCENT, LETTER.upper());
        descriptor.setInt(COSName.DESCENT, LETTER.lower());
        descriptor.setItem(COSName.FONT_BBOX, array(LETTER));
        return descriptor;
    }

    private static COSArray array(Cluster.Box box) {
        COSArray array = new COSArray();
        for (int value : new int[] {box.left(), box.lower(), box.right(), box.upper()})
            array.add(COSInteger.get(value));
        return array;
    }

    boolean isBold() {
        return bold;
    }

    boolean hasRoomFor(Cluster cluster) {
        return codes.size() < MAX_CLUSTERS || codes.containsKey(cluster);
    }

    /** The character by which a text of this font shows the cluster. */
    char show(Cluster cluster) {
        return (char) (FIRST + codes.computeIfAbsent(cluster, this::add));
    }

    private int add(Cluster cluster) {
        int code = codes.size();
        COSName name = COSName.getPDFName("c" + code);
        names.add(name);
        widths.add(COSInteger.get(cluster.width()));
        programs.setItem(name, program(cluster));
        dict.setInt(COSName.LAST_CHAR, code);
        return code;
    }

    private COSStream program(Cluster cluster) {
        Cluster.Box box = grown(cluster.box());
        String metrics = cluster.width() + " 0 " + box.left() + " " + box.lower() + " " + box.right() + " "
                + box.upper() + " d1\n";
        if (cluster.outline().isEmpty()) return stream(metrics);
        return stream(metrics + (bold ? STROKE + " w 1 j\n" + cluster.outline() + "B\n" : cluster.outline() + "f\n"));
    }

    private Cluster.Box grown(Cluster.Box box) {
        if (!bold || box.equals(Cluster.Box.EMPTY)) return box;
        int half = STROKE / 2;
        return new Cluster.Box(box.left() - half, box.lower() - half, box.right() + half, box.upper() + half);
    }

    /** Writes what is known only when the last cluster has been drawn: the box around all, and which code means which text. */
    void finish() {
        Cluster.Box box = codes.keySet().stream()
                .map(cluster -> grown(cluster.box()))
                .reduce(Cluster.Box.EMPTY, Cluster.Box::union);
        dict.setItem(COSName.FONT_BBOX, array(box));
        dict.setItem(COSName.TO_UNICODE, stream(meaning()));
    }

    /** A ToUnicode CMap (ISO 32000-1, 9.10.3). */
    private String meaning() {
        StringBuilder map = new StringBuilder("""
                /CIDInit /ProcSet findresource begin
                12 dict begin
                begincmap
                /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
                /CMapName /Adobe-Identity-UCS def
                /CMapType 2 def
                1 begincodespacerange
                <00> <FF>
                endcodespacerange
                """);
        int left = codes.size();
        for (Map.Entry<Cluster, Integer> entry : codes.entrySet()) {
            int done = codes.size() - left;
            if (done % BLOCK == 0) map.append(Math.min(BLOCK, left)).append(" beginbfchar\n");
            byte[] text = entry.getKey().text().getBytes(StandardCharsets.UTF_16BE);
            map.append('<')
                    .append(HEX.toHexDigits(entry.getValue().byteValue()))
                    .append("> <")
                    .append(HEX.formatHex(text))
                    .append(">\n");
            left--;
            if ((done + 1) % BLOCK == 0 || left == 0) map.append("endbfchar\n");
        }
        return map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
                .toString();
    }

    private static COSStream stream(String content) {
        COSStream stream = new COSStream();
        try (OutputStream bytes = stream.createOutputStream(COSName.FLATE_DECODE)) {
            bytes.write(content.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stream;
    }

    @Override
    protected byte[] encode(int unicode) {
        return new byte[] {(byte) (unicode - FIRST)};
    }
}
