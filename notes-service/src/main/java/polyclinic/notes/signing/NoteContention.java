package polyclinic.notes.signing;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import polyclinic.notes.notes.ConcurrentNoteEdit;

/** Repeats a change that another writer of the same note has overtaken. */
final class NoteContention {
    /** Every writer that loses has seen another one win, so this many lose only against as many others. */
    private static final int MAX_RETRIES = 50;

    private NoteContention() {}

    static <T> Uni<T> retry(Supplier<Uni<T>> change) {
        return Uni.createFrom()
                .deferred(change::get)
                .onFailure(ConcurrentNoteEdit.class)
                .retry()
                .atMost(MAX_RETRIES);
    }
}
