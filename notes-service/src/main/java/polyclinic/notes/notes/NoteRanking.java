package polyclinic.notes.notes;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.search.SearchQuestion;
import polyclinic.commons.search.Snippet;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.access.PatientScope;

/**
 * Answers of a search, the best first. Of many matches the hundred newest are ranked, then the hundred before them, and so on, so
 * that a search never reads more than that and pages neither repeat nor leave out a note, whatever is written meanwhile. In
 * a hundred a note counts by how often it has the words, and less the older it is: half at a year's distance from the newest.
 */
@ApplicationScoped
class NoteRanking {
    private static final int WINDOW = 100;
    private static final double YEAR = Duration.ofDays(365).toMillis();

    private final Notes notes;

    NoteRanking(Notes notes) {
        this.notes = notes;
    }

    /**
     * Where a page begins.
     *
     * @param newest the first of the hundred; null at the beginning
     * @param place among them, by rank
     */
    private record Place(@Nullable PageKey newest, int place) {
        static Place of(@Nullable String cursor) {
            List<String> parts = Cursor.decode(cursor, 2);
            if (parts == null) return new Place(null, 0);
            try {
                int place = Integer.parseInt(parts.get(1));
                if (place >= 0 && place < WINDOW) return new Place(PageKey.of(parts.get(0)), place);
            } catch (NumberFormatException notOurs) {
                // answered below
            }
            throw Cursor.invalid();
        }

        static String encode(Note newest, int place) {
            return Cursor.encode(key(newest).encode(), place);
        }

        private static PageKey key(Note note) {
            return new PageKey(note.createdAt(), note.id());
        }
    }

    /** A page may be shorter than its limit, where the index took a note for an answer that is none. */
    Uni<Page<NoteView>> page(NoteSearch search, SearchQuestion question, PatientScope.Reach reach) {
        Place from = Place.of(search.after());
        return notes.candidates(search, question, reach, from.newest(), WINDOW + 1)
                .chain(found -> {
                    List<Note> window = found.subList(0, Math.min(WINDOW, found.size()));
                    List<UUID> ranked = ranked(window, question);
                    List<UUID> rest = ranked.subList(Math.min(from.place(), ranked.size()), ranked.size());
                    Map<UUID, Integer> places = new HashMap<>();
                    for (UUID id : ranked) places.put(id, places.size());
                    return Page.of(
                                    notes.inOrder(rest.subList(0, Math.min(search.limit() + 1, rest.size()))),
                                    search.limit(),
                                    note -> view(note, question),
                                    last -> Place.encode(
                                            window.get(0), Objects.requireNonNull(places.get(last.id())) + 1))
                            .map(page -> page.next() == null && found.size() > WINDOW
                                    ? new Page<>(page.items(), Place.encode(found.get(WINDOW), 0))
                                    : page);
                });
    }

    private static @Nullable NoteView view(Note note, SearchQuestion question) {
        Snippet snippet = note.snippet(question);
        return snippet == null ? null : NoteView.of(note, snippet);
    }

    /** The ids of notes that are sorted by their age, the best first; of equals the newer. */
    private static List<UUID> ranked(List<Note> window, SearchQuestion question) {
        Map<UUID, Double> scores = new HashMap<>();
        for (Note note : window)
            scores.put(
                    note.id(),
                    question.relevance(note.searchTerms())
                            / (1 + years(note.createdAt(), window.get(0).createdAt())));
        return window.stream()
                .map(Note::id)
                .sorted(Comparator.comparingDouble((UUID id) -> -Objects.requireNonNull(scores.get(id))))
                .toList();
    }

    private static double years(Instant older, Instant newer) {
        return Duration.between(older, newer).toMillis() / YEAR;
    }
}
