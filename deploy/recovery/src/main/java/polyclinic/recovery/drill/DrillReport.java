package polyclinic.recovery.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a drill did and found, as a table for people and as JSON for machines. */
public final class DrillReport {
    private final String id;
    private final List<Line> lines = new ArrayList<>();
    private double rpoSeconds;
    private double rtoSeconds;
    private @Nullable String failure;

    private record Line(String step, String result, double seconds) {}

    DrillReport(String id) {
        this.id = id;
    }

    void add(String step, String result, double seconds) {
        lines.add(new Line(step, result, seconds));
    }

    void failed(String reason) {
        failure = reason;
    }

    void times(double rpo, double rto) {
        rpoSeconds = rpo;
        rtoSeconds = rto;
    }

    public boolean isPassed() {
        return failure == null;
    }

    /** Returns the age of the point: what a clinic would lose now. */
    public double rpoSeconds() {
        return rpoSeconds;
    }

    /** Returns the time from the beginning to the first booking in what was restored. */
    public double rtoSeconds() {
        return rtoSeconds;
    }

    /** Returns the table. */
    public String table() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(String.format(Locale.ROOT, "%-28s %-48s %7.1f s%n", line.step, line.result, line.seconds));
        }
        if (failure != null) {
            return text.append("FAILED: ")
                    .append(failure)
                    .append(System.lineSeparator())
                    .toString();
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "Passed: %s was restored and worked with. RPO %.0f s (the age of the point), RTO %.0f s.%n",
                        id,
                        rpoSeconds,
                        rtoSeconds))
                .toString();
    }

    /** Returns the same as JSON. */
    public String json() {
        ObjectNode json = new ObjectMapper()
                .createObjectNode()
                .put("id", id)
                .put("passed", isPassed())
                .put("failure", failure)
                .put("rpoSeconds", rpoSeconds)
                .put("rtoSeconds", rtoSeconds);
        var steps = json.putArray("steps");
        lines.forEach(line -> steps.addObject()
                .put("step", line.step)
                .put("result", line.result)
                .put("seconds", line.seconds));
        return json.toPrettyString();
    }
}
