package polyclinic.checks.chart;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One text for several: lines that a choice removes or adds stand in conditions of Helm's. */
final class ConditionalLines {
    private ConditionalLines() {}

    /**
     * @param all the text with every choice made the overlay's way
     * @param others condition of a choice → the text when that one is made the other way
     */
    static String of(String all, Map<String, String> others) {
        List<String> lines = lines(all);
        List<List<String>> needs = new ArrayList<>();
        List<StringBuilder> inserts = new ArrayList<>();
        for (int at = 0; at <= lines.size(); at++) {
            needs.add(new ArrayList<>());
            inserts.add(new StringBuilder());
        }
        others.forEach((condition, other) -> {
            for (AbstractDelta<String> delta :
                    DiffUtils.diff(lines, lines(other)).getDeltas()) {
                int start = delta.getSource().getPosition();
                for (int at = 0; at < delta.getSource().size(); at++)
                    needs.get(start + at).add(condition);
                List<String> added = delta.getTarget().getLines();
                if (!added.isEmpty())
                    inserts.get(start).append(block("not (" + condition + ")", String.join("\n", added) + "\n"));
            }
        });
        return joined(lines, needs, inserts);
    }

    /** A text that is there under a condition only. */
    static String block(String condition, String text) {
        return "{{- if " + condition + " }}\n" + text + "{{- end }}\n";
    }

    private static String joined(List<String> lines, List<List<String>> needs, List<StringBuilder> inserts) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < lines.size()) {
            text.append(inserts.get(at));
            int end = at + 1;
            while (end < lines.size()
                    && needs.get(end).equals(needs.get(at))
                    && inserts.get(end).isEmpty()) end++;
            String same = String.join("\n", lines.subList(at, end)) + "\n";
            text.append(needs.get(at).isEmpty() ? same : block(all(needs.get(at)), same));
            at = end;
        }
        return text.append(inserts.get(lines.size())).toString();
    }

    private static String all(List<String> conditions) {
        if (conditions.size() == 1) return conditions.get(0);
        return conditions.stream().collect(Collectors.joining(") (", "and (", ")"));
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
