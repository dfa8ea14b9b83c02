package polyclinic.clients.replay.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.transfer.ImportTally;

/** What became of all files: one line for each patient, then the files that were refused, and why. */
public final class ReplayReport {
    private static final List<String> HEADINGS =
            List.of("file", "patient", "resources", "stored", "of them new", "skipped", "visit", "time");

    private final List<PatientReport> patients = new ArrayList<>();
    private final Map<String, ImportTally> rests = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private long nanos;

    public synchronized void add(PatientReport patient) {
        patients.add(patient);
    }

    /** @param rest what belongs to none of the file's patients */
    public synchronized void addRest(String file, ImportTally rest) {
        rests.put(file, rest);
    }

    public synchronized void refuse(String file, String reason) {
        refused.put(file, reason);
    }

    /** @param duration of all of it together, in nanoseconds */
    public synchronized void took(long duration) {
        nanos = duration;
    }

    private int resources() {
        return patients.stream().mapToInt(PatientReport::resources).sum();
    }

    private double seconds() {
        return nanos / 1e9;
    }

    /** Those of the files that are about patients, read and stored or skipped, in a second; 0 when it was not measured. */
    private double resourcesPerSecond() {
        return nanos == 0 ? 0 : Math.round(10 * resources() / seconds()) / 10.0;
    }

    /** Returns whether every file was taken and every record stored as it was sent. */
    public boolean isWhole() {
        return refused.isEmpty() && patients.stream().allMatch(PatientReport::isWhole);
    }

    public List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        patients.forEach(patient -> rows.add(patient.cells()));
        List<String> lines = new ArrayList<>(patients.isEmpty() ? List.of() : aligned(rows));
        refused.forEach((file, reason) -> lines.add(file + ": not taken: " + reason));
        if (nanos > 0)
            lines.add(String.format(
                    Locale.ROOT,
                    "%d resources in %.1f s: %.1f a second",
                    resources(),
                    seconds(),
                    resourcesPerSecond()));
        return lines;
    }

    private static List<String> aligned(List<List<String>> rows) {
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows)
            for (int i = 0; i < widths.length; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                boolean isNumber = i >= 2 && i != HEADINGS.indexOf("visit");
                line.append(isNumber ? padding + row.get(i) : row.get(i) + padding)
                        .append("  ");
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    public ObjectNode json() {
        ArrayNode all = JsonNodes.MAPPER.createArrayNode();
        patients.forEach(patient -> all.add(patient.json()));
        ObjectNode rest = JsonNodes.object();
        rests.forEach((file, tally) -> rest.set(file, tally.json()));
        return JsonNodes.object(
                "patients",
                all,
                "withoutPatient",
                rest,
                "refused",
                refused,
                "whole",
                isWhole(),
                "resourceCount",
                resources(),
                "seconds",
                Math.round(10 * seconds()) / 10.0,
                "resourcesPerSecond",
                resourcesPerSecond());
    }
}
