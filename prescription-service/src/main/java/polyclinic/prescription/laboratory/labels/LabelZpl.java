package polyclinic.prescription.laboratory.labels;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Labels in ZPL II for printers of 203 dpi. Text goes through {@code ^FH} as UTF-8 ({@code ^CI28}), each byte that is no letter, digit
 * or harmless sign as {@code _XX}: no name can contain a command, whatever it is.
 */
final class LabelZpl {
    private static final int WIDTH_DOTS = 496;
    private static final int HEIGHT_DOTS = 232;
    private static final String HARMLESS = " .,-/:()";
    /** Characters of the name that fit into a line of the larger letters, and of the smaller ones. */
    private static final int LARGE_LINE = 24;

    private static final int SMALL_LINE = 40;

    private LabelZpl() {}

    static String render(List<SpecimenLabel> labels) {
        return labels.stream().map(LabelZpl::label).collect(Collectors.joining());
    }

    private static String label(SpecimenLabel label) {
        return "^XA\n^CI28\n^PW%d\n^LL%d\n^LH0,0\n".formatted(WIDTH_DOTS, HEIGHT_DOTS)
                + text(14, label.name().codePointCount(0, label.name().length()) <= LARGE_LINE ? 30 : 20, label.name())
                + text(48, 22, label.identity())
                + text(76, 22, label.what())
                + text(104, 22, label.when())
                + "^FO28,132^BY2^BCN,84,N,N,N^FD" + id(label.id()) + "^FS\n^XZ\n";
    }

    private static String text(int y, int height, String text) {
        return "^FO16," + y + "^A0N," + height + "," + height + "^FH_^FD" + encoded(cut(text)) + "^FS\n";
    }

    private static String cut(String text) {
        if (text.codePointCount(0, text.length()) <= SMALL_LINE) return text;
        return text.substring(0, text.offsetByCodePoints(0, SMALL_LINE - 3)) + "...";
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (isHarmless(c)) encoded.append(c);
            else encoded.append("_%02X".formatted((int) c));
        }
        return encoded.toString();
    }

    private static boolean isHarmless(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || HARMLESS.indexOf(c) >= 0;
    }

    /** A barcode's data knows no {@code ^FH} safely: {@code >} would switch its code set. */
    private static String id(String id) {
        if (!id.matches("[A-Z0-9-]{1,30}")) throw new IllegalArgumentException("not an id of a label");
        return id;
    }
}
