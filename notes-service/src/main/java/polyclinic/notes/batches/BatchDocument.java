package polyclinic.notes.batches;

import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.provenance.Provenance;

/** A document that may be one of several in a request. */
public interface BatchDocument {
    UUID id();

    UUID patientId();

    /** Where it comes from, or null for what was written here. */
    default @Nullable Provenance provenance() {
        return null;
    }

    /** What is told when it is stored. */
    Event recorded();

    /** For a document that is about to be inserted: its messages and the receipts of its request. */
    void carry(List<Document> messages, List<Document> receipts);
}
