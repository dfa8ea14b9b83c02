package polyclinic.clients.replay.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;

/**
 * The sets of resources in files and folders. A Bundle is a set of its own. What stands outside a Bundle (single resources, NDJSON
 * as bulk exports give it) belongs together when it lies in one folder, and so do the pages of a search.
 */
public final class RecordFiles {
    /** Pages say on which server their resources lie, single resources do not: they are not one record. */
    private static final String PAGES = " pages";

    private static final Set<String> ENDINGS = Set.of(".json", ".ndjson", ".jsonl", ".gz");

    private final Consumer<RecordSet> sets;
    private final BiConsumer<String, String> refusals;
    private final Map<String, FolderContent> contents = new LinkedHashMap<>();
    private final Set<String> brokenFolders = new HashSet<>();

    private RecordFiles(Consumer<RecordSet> sets, BiConsumer<String, String> refusals) {
        this.sets = sets;
        this.refusals = refusals;
    }

    /** What several files of one folder hold together. */
    private static final class FolderContent {
        private final List<String> files = new ArrayList<>();
        private final List<RecordSet.Entry> entries = new ArrayList<>();
        private final Map<String, Integer> notes = new TreeMap<>();
    }

    /**
     * Reads one file after the other, so that no more than is needed is held at a time.
     *
     * @param paths files, or folders whose JSON and NDJSON files are taken in the order of their names
     * @param sets takes each set
     * @param refusals takes the name of each file that is refused, and why
     */
    public static void read(List<Path> paths, Consumer<RecordSet> sets, BiConsumer<String, String> refusals) {
        RecordFiles files = new RecordFiles(sets, refusals);
        for (Path path : paths)
            try {
                for (Path file : filesOf(path)) files.read(file);
            } catch (CheckFailed failure) {
                refusals.accept(name(path), String.valueOf(failure.getMessage()));
            }
        files.contents.forEach(files::finish);
    }

    private static List<Path> filesOf(Path path) {
        if (!Files.isDirectory(path)) return List.of(path);
        try (Stream<Path> files = Files.list(path)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(RecordFiles::isTaken)
                    .sorted()
                    .toList();
            if (found.isEmpty()) throw new CheckFailed("a folder without JSON or NDJSON files");
            return found;
        } catch (IOException e) {
            throw new CheckFailed("cannot be read: " + e.getMessage(), e);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private void read(Path file) {
        String folder = String.valueOf(file.toAbsolutePath().getParent());
        boolean mayBeAPart = isTaken(file);
        try {
            List<JsonNode> roots = JsonRoots.of(FileText.of(file));
            if (!roots.stream().allMatch(root -> root.path("resourceType").isTextual())) {
                refusals.accept(name(file), "JSON, but not FHIR: an object without resourceType");
                return;
            }
            mayBeAPart &= !roots.stream().allMatch(RecordFiles::isRecordOfItsOwn);
            roots.forEach(FhirVersion::requireR4);
            for (JsonNode root : roots) add(root, file, folder);
        } catch (CheckFailed failure) {
            refusals.accept(name(file), String.valueOf(failure.getMessage()));
            // What else the folder has would be taken for a whole record.
            if (mayBeAPart) brokenFolders.add(folder);
        }
    }

    private static boolean isRecordOfItsOwn(JsonNode root) {
        return root.path("resourceType").asText().equals("Bundle")
                && !root.path("type").asText().equals("searchset");
    }

    private static boolean isTaken(Path file) {
        return ENDINGS.contains(name(file).replaceFirst("^.*(?=\\.)", ""));
    }

    private void add(JsonNode root, Path file, String folder) {
        switch (root.path("resourceType").asText()) {
            case "Bundle" -> {
                BundleEntries bundle = new BundleEntries(root);
                RecordSet set = bundle.set(name(file));
                if (bundle.isPage())
                    contentOf(folder + PAGES, file, set.notes()).entries.addAll(set.entries());
                else if (!set.entries().isEmpty() || bundle.bundles().isEmpty()) sets.accept(set);
                bundle.bundles().forEach(inner -> add(inner, file, folder));
            }
            case "Parameters" ->
                root.path("parameter").forEach(parameter -> {
                    if (parameter.path("resource").isObject()) add(parameter.path("resource"), file, folder);
                });
            default -> contentOf(folder, file, Map.of()).entries.add(new RecordSet.Entry(root, null));
        }
    }

    private FolderContent contentOf(String folder, Path file, Map<String, Integer> notes) {
        FolderContent set = contents.computeIfAbsent(folder, any -> new FolderContent());
        if (!set.files.contains(name(file))) set.files.add(name(file));
        notes.forEach((note, count) -> set.notes.merge(note, count, Integer::sum));
        return set;
    }

    private void finish(String folder, FolderContent set) {
        String name = set.files.get(0) + (set.files.size() == 1 ? "" : " and " + (set.files.size() - 1) + " more");
        String twice = differentWithOneName(set.entries);
        if (brokenFolders.contains(folder.replace(PAGES, "")))
            refusals.accept(name, "belongs together with a file that is refused");
        else if (twice != null)
            refusals.accept(
                    name, twice + " is in them twice and differs: replay each institution's files on their own");
        else sets.accept(new RecordSet(name, set.entries, false, null, Set.of(), set.notes));
    }

    /** Returns a patient of whom there are two versions; null when everybody is one person. */
    private static @Nullable String differentWithOneName(List<RecordSet.Entry> entries) {
        Map<String, JsonNode> patients = new HashMap<>();
        for (RecordSet.Entry entry : entries) {
            if (!entry.resource().path("resourceType").asText().equals("Patient")) continue;
            String name = entry.fullUrl() == null ? entry.name() : entry.fullUrl();
            JsonNode other = patients.putIfAbsent(name, entry.resource());
            if (other != null && !other.equals(entry.resource())) return entry.name();
        }
        return null;
    }
}
