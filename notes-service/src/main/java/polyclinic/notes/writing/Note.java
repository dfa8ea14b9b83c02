package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.notes.content.Contents;
import polyclinic.notes.content.Terms;
import polyclinic.notes.events.NoteStatus;
import polyclinic.notes.events.NoteType;
import polyclinic.notes.people.Author;

/**
 * A clinical note: a draft that its author or a treating doctor edits, then signed and unchangeable but for addenda.
 * Every change counts the version up; the repository writes it only on top of the version it was made from.
 */
@MongoEntity(collection = Notes.COLLECTION)
public class Note {
    private static final List<String> SOAP = List.of("subjective", "objective", "assessment", "plan");
    /** Keeps the document, which holds them and their receipts, far from MongoDB's 16 MiB. */
    private static final int MAX_ADDENDA = 100;

    @BsonId
    public UUID id;

    public long version;
    public UUID patientId;
    public UUID encounterId;
    public NoteType type;
    public NoteStatus status;
    public Document content;
    public UUID audioAssetId;
    public Author author;
    public Instant createdAt;
    public Instant updatedAt;
    public Author signedBy;
    public Instant signedAt;
    public List<Addendum> addenda = new ArrayList<>();

    /** The version that brought this text: signing and addenda count the version up and leave the text alone. */
    public long textVersion;

    public Author textBy;
    public Instant textAt;

    /** Normalised words of text and addenda, for search. */
    public List<String> terms;

    public List<Document> outbox;
    public Boolean outboxPending;
    public List<Document> receipts;
    public List<String> receiptKeys;

    static Note draft(UUID patientId, NoteType type, NoteText text, Caller caller, Instant now) {
        Note note = new Note();
        note.id = Ids.next();
        note.version = 1;
        note.patientId = patientId;
        note.type = type;
        note.status = NoteStatus.DRAFT;
        note.author = Author.of(caller);
        note.createdAt = now;
        note.write(text, caller, now);
        return note;
    }

    /** @return names of the fields that changed; none when the text says the same as before */
    List<String> edit(NoteText text, Caller caller, Instant now) {
        requireEditableBy(caller);
        Document before = content;
        boolean same = Objects.equals(Contents.toDocument("content", text.content()), before)
                && Objects.equals(text.encounterId(), encounterId)
                && Objects.equals(text.audioAssetId(), audioAssetId);
        if (same) return List.of();
        List<String> changed = new ArrayList<>();
        if (!Objects.equals(text.encounterId(), encounterId)) changed.add("encounterId");
        if (!Objects.equals(text.audioAssetId(), audioAssetId)) changed.add("audioAssetId");
        version++;
        write(text, caller, now);
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(content.keySet());
        for (String key : keys) if (!Objects.equals(before.get(key), content.get(key))) changed.add("content." + key);
        return changed;
    }

    /** A doctor answers for any note of a patient in care; a nurse signs what they wrote. */
    void sign(Caller caller, Instant now) {
        if (status == NoteStatus.SIGNED) throw new NoteSigned();
        if (!caller.is(Roles.DOCTOR) && !author.is(caller)) throw new NotTheAuthor();
        version++;
        status = NoteStatus.SIGNED;
        signedBy = Author.of(caller);
        signedAt = now;
        updatedAt = now;
    }

    Addendum add(String text, Caller caller, Instant now) {
        if (status != NoteStatus.SIGNED) throw new NoteNotSigned();
        if (addenda.size() >= MAX_ADDENDA) {
            throw new Problem(409, "too-many-addenda", "A note takes " + MAX_ADDENDA + " addenda; write a new note.");
        }
        Addendum addendum = new Addendum();
        addendum.id = Ids.next();
        addendum.text = text;
        addendum.author = Author.of(caller);
        addendum.writtenAt = now;
        addenda = new ArrayList<>(addenda);
        addenda.add(addendum);
        terms = Terms.union(terms, Terms.of(text));
        version++;
        updatedAt = now;
        return addendum;
    }

    void requireEditableBy(Caller caller) {
        if (status == NoteStatus.SIGNED) throw new NoteSigned();
        if (!caller.is(Roles.DOCTOR) && !author.is(caller)) throw new NotTheAuthor();
    }

    NoteText text() {
        return new NoteText(Contents.toJson(content), encounterId, audioAssetId);
    }

    NoteVersion textAsVersion() {
        NoteVersion kept = new NoteVersion();
        kept.id = NoteVersion.id(id, textVersion);
        kept.noteId = id;
        kept.version = textVersion;
        kept.content = content;
        kept.encounterId = encounterId;
        kept.audioAssetId = audioAssetId;
        kept.writtenBy = textBy;
        kept.writtenAt = textAt;
        return kept;
    }

    private void write(NoteText text, Caller caller, Instant now) {
        if (type == NoteType.SOAP) requireSoap(text.content());
        if (text.content().isEmpty()) throw Problem.invalid("content", "must not be empty");
        content = Contents.toDocument("content", text.content());
        encounterId = text.encounterId();
        audioAssetId = text.audioAssetId();
        terms = Terms.of(content);
        textVersion = version;
        textBy = Author.of(caller);
        textAt = now;
        updatedAt = now;
    }

    private static void requireSoap(JsonNode content) {
        List<Problem.Violation> missing = SOAP.stream()
                .filter(part -> !content.hasNonNull(part))
                .map(part -> new Problem.Violation("content." + part, "is needed in a SOAP note"))
                .toList();
        if (!missing.isEmpty()) throw Problem.invalid(missing);
        for (String part : SOAP) {
            JsonNode value = content.get(part);
            if (!value.isTextual() && !value.isObject()) {
                throw Problem.invalid("content." + part, "must be text or an object");
            }
        }
    }
}
