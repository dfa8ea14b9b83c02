package polyclinic.audit.deadletters;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of dead letters, each recorded in the trail before it is answered. */
@ApplicationScoped
class LetterQueries {
    private final LetterTopics topics;
    private final Audit audit;

    LetterQueries(LetterTopics topics, Audit audit) {
        this.topics = topics;
        this.audit = audit;
    }

    /**
     * Letters, the oldest first.
     *
     * @param service only of this one; null for all
     * @param state only in this one; null for all
     */
    Uni<Page<LetterView>> list(
            @Nullable String service, @Nullable LetterState state, int limit, @Nullable String cursor) {
        List<String> after = Cursor.decode(cursor, 2);
        return audit.searched("dead_letter")
                .chain(() -> topics.all())
                .map(all -> all.stream()
                        .filter(letter -> service == null || letter.service().equals(service))
                        .filter(letter -> state == null || letter.state() == state)
                        .filter(letter -> after == null || isBehind(letter, after))
                        .limit(limit + 1L)
                        .toList())
                .map(rows -> Page.of(
                        rows,
                        limit,
                        LetterView::of,
                        letter -> Cursor.encode(letter.at().toEpochMilli(), letter.id())));
    }

    private static boolean isBehind(Letter letter, List<String> after) {
        int order = Long.compare(letter.at().toEpochMilli(), millis(after.get(0)));
        return order > 0 || order == 0 && letter.id().compareTo(after.get(1)) > 0;
    }

    private static long millis(String text) {
        if (!text.matches("\\d{1,18}")) throw Cursor.invalid();
        return Long.parseLong(text);
    }

    /** Fails with 404 when there is none. */
    Uni<LetterView> get(String id) {
        return require(id)
                .call(letter -> audit.read("dead_letter", letter.id(), null))
                .map(LetterView::of);
    }

    Uni<Letter> require(String id) {
        return topics.all().map(all -> all.stream()
                .filter(letter -> letter.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFound("dead letter")));
    }
}
