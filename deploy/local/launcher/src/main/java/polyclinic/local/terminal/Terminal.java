package polyclinic.local.terminal;

import java.util.List;
import java.util.Locale;

/** Aligned lines on the standard output; colours only where a terminal shows them. */
public final class Terminal {
    private static final boolean COLOURS = System.console() != null && System.getenv("NO_COLOR") == null;

    private Terminal() {}

    public static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** Prints one step of a component: "  kafka                 ready       2.1 s". */
    public static void step(String name, String state, String detail) {
        say(String.format(Locale.ROOT, "  %-22s %s %s", name, coloured(String.format("%-9s", state)), detail)
                .stripTrailing());
    }

    public static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    public static String mebibytes(long kibibytes) {
        return kibibytes / 1024 + " MiB";
    }

    /** Prints left-aligned columns; the first row is the heading. */
    public static void table(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < row.size(); i++) {
                line.append(String.format("%-" + (widths[i] + 3) + "s", row.get(i)));
            }
            say(line.toString().stripTrailing());
        }
    }

    private static String coloured(String state) {
        if (!COLOURS) {
            return state;
        }
        String colour =
                switch (state.trim()) {
                    case "ready", "running", "stopped" -> "32";
                    case "failed" -> "31";
                    default -> "2";
                };
        return "\u001b[" + colour + "m" + state + "\u001b[0m";
    }
}
