package polyclinic.clients.movein.bridge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.mapping.ClinicFile;

/**
 * How far the files and the suite are from each other, kind by kind, with some ids; and what a round did about it. Several threads write
 * to it.
 */
public final class BridgeReport {
    private static final int SAMPLES = 5;
    private static final int MAX_NOTICES = 20;

    private final Map<ClinicFile, Map<Count, Integer>> counts = new EnumMap<>(ClinicFile.class);
    private final Map<ClinicFile, Map<Count, List<String>>> samples = new EnumMap<>(ClinicFile.class);
    private final List<String> notices = new ArrayList<>();
    private int conflicts;
    private String cutOver = "";

    /** What is counted of a kind. */
    public enum Count {
        IN_FILE("file", false),
        IN_SUITE("suite", false),
        /** Changed there and not yet here. */
        TO_COME_IN("to come in", true),
        /** Changed here and not yet there. */
        TO_GO_OUT("to go out", true),
        /** Changed on both sides. */
        CONFLICTING("conflicting", true),
        /** The suite does not take it. */
        REFUSED("refused", false),
        /** Taken out of the file by the other program; the suite keeps it. */
        GONE("gone", false),
        CAME_IN("came in", false),
        WENT_OUT("went out", false);

        private final String title;
        private final boolean isDrift;

        Count(String title, boolean isDrift) {
            this.title = title;
            this.isDrift = isDrift;
        }
    }

    synchronized void count(ClinicFile file, Count count, int number) {
        counts.computeIfAbsent(file, any -> new EnumMap<>(Count.class)).merge(count, number, Integer::sum);
    }

    synchronized void count(ClinicFile file, Count count, String id) {
        count(file, count, 1);
        List<String> ids = samples.computeIfAbsent(file, any -> new EnumMap<>(Count.class))
                .computeIfAbsent(count, any -> new ArrayList<>());
        if (ids.size() < SAMPLES) ids.add(id);
    }

    /** Something to be told, without what a record says. */
    synchronized void tell(String notice) {
        if (notices.size() < MAX_NOTICES && !notices.contains(notice)) notices.add(notice);
    }

    /** @param kept how many conflicts were ever kept */
    synchronized void conflicts(int kept) {
        conflicts = kept;
    }

    /** @param since when the way out ended; empty while it has not */
    synchronized void cutOver(String since) {
        cutOver = since;
    }

    public synchronized int of(ClinicFile file, Count count) {
        return counts.getOrDefault(file, Map.of()).getOrDefault(count, 0);
    }

    private int of(Count count) {
        int sum = 0;
        for (ClinicFile file : ClinicFile.values()) sum += of(file, count);
        return sum;
    }

    /** Whether both sides say the same, apart from what the suite does not take; a file that cannot be read says nothing. */
    public synchronized boolean isSame() {
        for (Count count : Count.values()) if (count.isDrift && of(count) > 0) return false;
        return notices.isEmpty();
    }

    /** Whether anything was brought in, written or found out. */
    public synchronized boolean isQuiet() {
        return of(Count.CAME_IN) == 0 && of(Count.WENT_OUT) == 0 && of(Count.CONFLICTING) == 0;
    }

    /** One line of what a round did. */
    public synchronized String line() {
        return String.format(
                Locale.ROOT,
                "came in %d, went out %d, conflicts %d, refused %d",
                of(Count.CAME_IN),
                of(Count.WENT_OUT),
                of(Count.CONFLICTING),
                of(Count.REFUSED));
    }

    public synchronized List<String> notices() {
        return List.copyOf(notices);
    }

    /** For the terminal. */
    public synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-10s", ""));
        List<Count> columns = List.of(
                Count.IN_FILE,
                Count.IN_SUITE,
                Count.TO_COME_IN,
                Count.TO_GO_OUT,
                Count.CONFLICTING,
                Count.REFUSED,
                Count.GONE);
        columns.forEach(count -> head.append(String.format(Locale.ROOT, "%12s", count.title)));
        lines.add(head.toString());
        for (ClinicFile file : ClinicFile.values()) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-10s", file.kind()));
            columns.forEach(count -> row.append(String.format(Locale.ROOT, "%12d", of(file, count))));
            lines.add(row.toString());
        }
        samples.forEach((file, byCount) -> byCount.forEach(
                (count, ids) -> lines.add("  " + file.kind() + " " + count.title + ": " + String.join(", ", ids))));
        notices.forEach(notice -> lines.add("  " + notice));
        lines.add(conflicts + " conflicts kept");
        if (!cutOver.isEmpty()) lines.add("the way out has ended: " + cutOver);
        return lines;
    }

    public synchronized ObjectNode json() {
        ObjectNode kinds = JsonNodes.object();
        for (ClinicFile file : ClinicFile.values()) {
            ObjectNode one = kinds.putObject(file.kind());
            for (Count count : Count.values()) one.put(name(count), of(file, count));
            ObjectNode ids = one.putObject("samples");
            samples.getOrDefault(file, Map.of()).forEach((count, some) -> {
                ArrayNode list = ids.putArray(name(count));
                some.forEach(list::add);
            });
        }
        return JsonNodes.object(
                "same", isSame(), "kinds", kinds, "notices", notices, "conflictsKept", conflicts, "cutOver", cutOver);
    }

    private static String name(Count count) {
        String[] words = count.name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++)
            name.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        return name.toString();
    }
}
