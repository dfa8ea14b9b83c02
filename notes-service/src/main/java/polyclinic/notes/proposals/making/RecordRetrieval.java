package polyclinic.notes.proposals.making;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoDatabase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.TimeRange;
import polyclinic.notes.ailogs.entries.AiSource;
import polyclinic.notes.content.ContentRules;
import polyclinic.notes.content.MarkedDocuments;
import polyclinic.notes.store.ListConditions;

/**
 * Finds what a machine is shown of a record: signed notes, clinical data and history, and nothing that is not finished, withdrawn, not yet
 * reviewed, or made by a machine.
 */
@ApplicationScoped
class RecordRetrieval {
    /** Of each kind, the newest. */
    private static final int MAX_ENTRIES = 100;

    /** Characters of one entry; the end of a longer one is left out. */
    private static final int MAX_TEXT = 2_000;

    private final ReactiveMongoDatabase database;

    RecordRetrieval(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.database = mongo.getDatabase(database);
    }

    /** An entry, and when it happened. */
    private record Found(Instant at, AiSource source, String text) {}

    /**
     * Oldest first, without labels; of more than there is room for the newest.
     *
     * @param room characters of all of them
     */
    Uni<List<RecordEntry>> of(UUID patientId, TimeRange period, int room) {
        return Uni.join()
                .all(
                        found(
                                "notes",
                                "note",
                                patientId,
                                period,
                                "createdAt",
                                List.of(Filters.eq("status", "SIGNED"), Filters.exists("discardedAt", false)),
                                RecordRetrieval::note),
                        found(
                                "clinical_data",
                                "clinical_data",
                                patientId,
                                period,
                                "effectiveAt",
                                List.of(Filters.ne("staffOnly", true)),
                                data -> data.getString("dataType") + " " + json(data, "data")),
                        found(
                                "history",
                                "history",
                                patientId,
                                period,
                                "date",
                                List.of(Filters.ne("source", "MACHINE")),
                                entry -> lowerCase(entry, "type") + " " + json(entry, "content")))
                .andFailFast()
                .map(kinds -> newest(kinds, room));
    }

    private Uni<List<Found>> found(
            String collection,
            String type,
            UUID patientId,
            TimeRange period,
            String time,
            List<Bson> more,
            Function<Document, String> text) {
        List<Bson> conditions = new ArrayList<>(more);
        conditions.add(Filters.eq("patientId", patientId));
        conditions.add(MarkedDocuments.VALID);
        conditions.addAll(ListConditions.within(period, time));
        return database.getCollection(collection)
                .find(
                        Filters.and(conditions),
                        new FindOptions()
                                .sort(Sorts.descending(time, "_id"))
                                .limit(MAX_ENTRIES)
                                .projection(Projections.include(
                                        time, "type", "dataType", "content", "data", "addenda.text")))
                .map(entry -> new Found(
                        entry.get(time, Date.class).toInstant(),
                        AiSource.of(type, entry.get("_id", UUID.class).toString()),
                        cut(text.apply(entry))))
                .collect()
                .asList();
    }

    private static List<RecordEntry> newest(List<List<Found>> kinds, int room) {
        List<Found> newestFirst = kinds.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Found::at).reversed())
                .toList();
        List<RecordEntry> shown = new ArrayList<>();
        int length = 0;
        for (Found entry : newestFirst) {
            length += entry.text().length();
            if (length > room) break;
            String at = entry.at().truncatedTo(ChronoUnit.SECONDS).toString();
            shown.add(0, new RecordEntry("", entry.source(), at, entry.text()));
        }
        return shown;
    }

    /** Characters of them. */
    static int length(List<RecordEntry> entries) {
        return entries.stream().mapToInt(entry -> entry.text().length()).sum();
    }

    private static String note(Document note) {
        Stream<String> addenda = note.getList("addenda", Document.class, List.of()).stream()
                .map(addendum -> " addendum: " + addendum.getString("text"));
        return lowerCase(note, "type") + " " + json(note, "content") + String.join("", addenda.toList());
    }

    private static String lowerCase(Document entry, String member) {
        return String.valueOf(entry.getString(member)).toLowerCase(Locale.ROOT);
    }

    private static String json(Document entry, String member) {
        return ContentRules.toJson(entry.get(member, new Document())).toString();
    }

    /** Never within a surrogate pair. */
    private static String cut(String text) {
        if (text.length() <= MAX_TEXT) return text;
        return text.substring(0, Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT) + "…";
    }

    /** What the log of machines says was looked for. */
    static String question(TimeRange period) {
        return "signed notes, clinical data and history" + bound(" from ", period.from())
                + bound(" before ", period.before());
    }

    private static String bound(String word, @Nullable Instant time) {
        return time == null ? "" : word + time;
    }
}
