package polyclinic.notes.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import com.mongodb.client.model.Filters;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.identity.Caller;
import polyclinic.notes.testing.NotesServiceTest;

/** A request that was slower than its claim, and its repetition. */
@QuarkusTest
class NoteReceiptsTest extends NotesServiceTest {
    private static final Caller DOCTOR = new Caller("doctor", "doctor", Set.of("doctor"), null, null, null);

    @Inject
    Notes notes;

    @Test
    void a_note_takes_the_receipt_of_a_request_once() {
        String id = drafted("doctor", patientInCare()).getString("id");
        sign("doctor", id);
        List<Document> receipts = List.of(new Document("key", "doctor|" + UUID.randomUUID())
                .append("hash", "hash")
                .append("at", new Date())
                .append("status", 201)
                .append("location", "/api/v1/notes/" + id));

        add(id, "first", receipts);

        assertThatThrownBy(() -> add(id, "second", receipts)).isInstanceOf(ConcurrentNoteEdit.class);
        assertThat(note(id).addenda()).hasSize(1);
    }

    private void add(String id, String text, List<Document> receipts) {
        Note note = note(id);
        note.add(text, DOCTOR, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        notes.save(note, receipts, List.of()).await().indefinitely();
    }

    private Note note(String id) {
        return notes.mongoCollection()
                .find(Filters.eq("_id", UUID.fromString(id)))
                .collect()
                .first()
                .await()
                .indefinitely();
    }
}
