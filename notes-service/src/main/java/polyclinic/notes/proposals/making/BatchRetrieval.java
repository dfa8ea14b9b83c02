package polyclinic.notes.proposals.making;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.ailogs.entries.AiSource;
import polyclinic.notes.ailogs.entries.SourceSpan;
import polyclinic.notes.clients.DocumentReading;
import polyclinic.notes.clients.ServiceReading;
import polyclinic.notes.proposals.summaries.SummarizedBatch;

/**
 * Finds what a machine is shown of a batch: the pages of its documents, in the order in which they came, in pieces of which each can be
 * cited.
 */
@ApplicationScoped
class BatchRetrieval {
    /** Characters of a piece. */
    static final int MAX_PIECE = 2_000;

    /** A piece ends where a word does, when one does so many characters before. */
    private static final int WORD_LIMIT = 200;

    /** Characters that stand before each piece, roughly. */
    private static final int HEADING = 50;

    private final ServiceReading documents;

    BatchRetrieval(ServiceReading documents) {
        this.documents = documents;
    }

    /** asset-service does not say now what the documents say. The message says nothing of them. */
    static final class UnreadableBatch extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableBatch(Throwable cause) {
            super("a document of a batch cannot be read: " + cause.getClass().getName(), null, false, false);
        }
    }

    /**
     * What there is room for.
     *
     * @param entries without labels
     * @param batch with the documents that are shown, all of each or its beginning
     */
    record Pages(List<RecordEntry> entries, SummarizedBatch batch) {}

    /**
     * Reads one document after the other, until the room is full: a text may have a million characters. Fails with
     * {@link UnreadableBatch}.
     */
    Uni<Pages> of(SummarizedBatch batch, UUID patientId, int room) {
        Reading reading = new Reading(patientId, room);
        return Multi.createFrom()
                .iterable(batch.documentIds())
                .onItem()
                .transformToUniAndConcatenate(document -> read(reading, document))
                .collect()
                .last()
                .replaceWith(() -> new Pages(
                        reading.entries,
                        new SummarizedBatch(
                                batch.id(),
                                reading.shown,
                                batch.leftOut() + batch.documentIds().size() - reading.whole)));
    }

    private Uni<Void> read(Reading reading, UUID document) {
        if (reading.isFull) return Uni.createFrom().voidItem();
        return documents
                .text(document)
                .onFailure()
                .transform(UnreadableBatch::new)
                .invoke(text -> reading.add(document, text))
                .replaceWithVoid();
    }

    private static final class Reading {
        private final List<RecordEntry> entries = new ArrayList<>();
        private final List<UUID> shown = new ArrayList<>();
        private final UUID patientId;
        private int room;
        private int whole;
        private boolean isFull;

        Reading(UUID patientId, int room) {
            this.patientId = patientId;
            this.room = room;
        }

        /** @param text null of a document that is gone */
        void add(UUID document, DocumentReading.@Nullable Text text) {
            if (text == null || !text.patientId().equals(patientId)) return;
            String at = text.date() == null ? "no date" : text.date().toString();
            int before = entries.size();
            for (int page = 1; page <= text.pages().size() && !isFull; page++)
                add(document, page, at, text.pages().get(page - 1));
            if (entries.size() > before) shown.add(document);
            if (!isFull) whole++;
        }

        private void add(UUID document, int page, String at, String text) {
            for (SourceSpan piece : pieces(text)) {
                String said = text.substring(Math.toIntExact(piece.start()), Math.toIntExact(piece.end()));
                if (said.isBlank()) continue;
                room -= said.length() + HEADING;
                isFull = room < 0;
                if (isFull) return;
                entries.add(new RecordEntry("", AiSource.ofPage(document, page, piece), at, said));
            }
        }
    }

    /** All of a text, one behind the other, never within a surrogate pair. */
    static List<SourceSpan> pieces(String text) {
        List<SourceSpan> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = end(text, start);
            pieces.add(new SourceSpan((long) start, (long) end));
            start = end;
        }
        return pieces;
    }

    private static int end(String text, int start) {
        int limit = start + MAX_PIECE;
        if (limit >= text.length()) return text.length();
        for (int end = limit; end > limit - WORD_LIMIT; end--)
            if (Character.isWhitespace(text.charAt(end - 1))) return end;
        return Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    }
}
