package polyclinic.clients.movein.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which of a file's records count where an id is there more than once. Records that say the same are one. Of several versions of a record
 * the one with the newest {@code updated_at} counts. Where that does not decide, none counts, and each is told with its line: whoever
 * knows the people decides.
 */
public final class RecordSelection {
    private final Content content;
    private final Function<ScannedRecord, String> ids;
    private final Set<Integer> selected = new HashSet<>();
    private final List<FileDamage> damages = new ArrayList<>();
    private final Set<String> undecided = new HashSet<>();
    private int read;

    private RecordSelection(Content content, Function<ScannedRecord, String> ids) {
        this.content = content;
        this.ids = ids;
    }

    /** One writing of an id. */
    private record Writing(
            int number, int line, String hash, @Nullable String updatedAt) {}

    /** What is read, as often as it is opened. */
    private interface Content {
        InputStream open() throws IOException;
    }

    /** Of a file that was read: what others write meanwhile is not seen. */
    public static RecordSelection of(byte[] bytes, Function<ScannedRecord, String> ids) {
        return of(() -> new ByteArrayInputStream(bytes), ids);
    }

    /** Reads the file once; of each record no more than its hash is kept. @param ids the id of a record, or its hash */
    public static RecordSelection of(Path file, Function<ScannedRecord, String> ids) {
        return of(() -> Files.newInputStream(file), ids);
    }

    private static RecordSelection of(Content content, Function<ScannedRecord, String> ids) {
        RecordSelection selection = new RecordSelection(content, ids);
        Map<String, List<Writing>> writings = new LinkedHashMap<>();
        selection.scan(
                record -> writings.computeIfAbsent(ids.apply(record), id -> new ArrayList<>(1))
                        .add(new Writing(
                                selection.read++,
                                record.line(),
                                RecordIds.hash(record.json()),
                                RecordIds.text(record.json(), "updated_at"))),
                selection.damages::add);
        writings.forEach(selection::select);
        return selection;
    }

    /** How many whole records the file has. */
    public int read() {
        return read;
    }

    public int selected() {
        return selected.size();
    }

    /** Ids of which several records say different things, and none is taken. */
    public Set<String> undecided() {
        return Set.copyOf(undecided);
    }

    /** All that was found, without the records. */
    public List<FileDamage> damages() {
        return List.copyOf(damages);
    }

    /** Reads the file again and gives the records that count, in the order of the file, each with its id. */
    public void forEach(BiConsumer<String, ScannedRecord> action) {
        int[] number = {0};
        scan(
                record -> {
                    if (selected.contains(number[0]++)) action.accept(ids.apply(record), record);
                },
                damage -> {});
    }

    private void scan(Consumer<ScannedRecord> records, Consumer<FileDamage> found) {
        try (InputStream in = content.open()) {
            RecordScanner.scan(in, records, found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void select(String id, List<Writing> writings) {
        Map<String, Writing> different = new LinkedHashMap<>();
        for (Writing writing : writings) {
            Writing same = different.putIfAbsent(writing.hash(), writing);
            if (same != null) told(writing, "the same record as on line " + same.line() + ": taken once", false);
        }
        Writing newest = newest(new ArrayList<>(different.values()));
        if (newest == null) undecided.add(id);
        else selected.add(newest.number());
        for (Writing other : different.values()) {
            if (newest == null)
                told(
                        other,
                        "its id is that of another record in this file that says otherwise: none of them is taken",
                        true);
            else if (other != newest)
                told(
                        other,
                        "an older version of the record on line " + newest.line() + ", by updated_at: not taken",
                        false);
        }
    }

    /** Null where no one of them is newer than all others. */
    private static @Nullable Writing newest(List<Writing> writings) {
        if (writings.size() == 1) return writings.get(0);
        Map<String, Integer> times = new HashMap<>();
        Writing newest = null;
        for (Writing writing : writings) {
            String at = writing.updatedAt();
            if (at == null) return null;
            times.merge(at, 1, Integer::sum);
            if (newest == null || at.compareTo(String.valueOf(newest.updatedAt())) > 0) newest = writing;
        }
        return newest != null && times.getOrDefault(String.valueOf(newest.updatedAt()), 0) == 1 ? newest : null;
    }

    private void told(Writing writing, String reason, boolean isLoss) {
        damages.add(new FileDamage(writing.line(), reason, isLoss));
    }
}
