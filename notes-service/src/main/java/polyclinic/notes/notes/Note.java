package polyclinic.notes.notes;

import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.search.SearchQuestion;
import polyclinic.commons.search.SearchTerms;
import polyclinic.commons.search.Snippet;
import polyclinic.commons.values.Ids;
import polyclinic.notes.content.Addendum;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.ContentRules;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.content.MarkedBefore;
import polyclinic.notes.content.SoapContent;
import polyclinic.notes.events.NoteEvent;
import polyclinic.notes.events.NoteStatus;
import polyclinic.notes.events.NoteType;
import polyclinic.notes.sources.NoteSource;
import polyclinic.notes.sources.SourceAnchors;

/**
 * A clinical note: a draft that its author or a treating doctor edits, then signed and unchangeable but for addenda.
 * Every change counts the version up; the repository writes it only on top of the version it was made from.
 */
@MongoEntity(collection = Notes.COLLECTION)
public class Note extends OutboxDocument {
    /** Keeps the document, which holds them and their receipts, far from MongoDB's 16 MiB. */
    private static final int MAX_ADDENDA = 100;

    @BsonId
    private UUID id;

    private long version;
    private UUID patientId;
    private @Nullable UUID encounterId;
    private NoteType type;
    private NoteStatus status;
    private Document content;
    private @Nullable UUID audioAssetId;
    /** From where its sentences come. */
    private List<NoteSource> sources = new ArrayList<>();

    private Author author;
    private Instant createdAt;
    private Instant updatedAt;
    private @Nullable Author signedBy;
    private @Nullable Instant signedAt;
    private List<Addendum> addenda = new ArrayList<>();
    private @Nullable EnteredInError enteredInError;
    private @Nullable Provenance provenance;

    /** The template that it was begun from, and its version then. */
    private @Nullable UUID templateId;

    private @Nullable Long templateVersion;

    /** When somebody wrote in it last; drafts alone have it. */
    private @Nullable Instant draftTouchedAt;

    /** When the draft goes unless somebody writes in it before. Nobody was told of the end of one without it, so it has none. */
    private @Nullable Instant expiresAt;

    /** Since when a draft that was thrown away has no text any more. */
    private @Nullable Instant discardedAt;

    /** The version that brought this text: signing and addenda count the version up and leave the text alone. */
    private long textVersion;

    @BsonProperty("textBy")
    private Author textAuthor;

    @BsonProperty("textAt")
    private Instant textWrittenAt;

    /** Words of text and addenda, for search. */
    private List<String> terms;

    private List<Integer> termCounts;

    @SuppressWarnings("NullAway.Init")
    private Note() {}

    public static Note draft(UUID patientId, NoteType type, NoteText text, Caller caller, Instant now) {
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

    /**
     * A note that was written elsewhere. It is signed by who brings it: its author is not here to do so, a draft would have somebody
     * edit what another wrote, and drafts are not for patients.
     */
    public static Note recorded(
            UUID patientId, NoteType type, NoteText text, Provenance provenance, Caller caller, Instant now) {
        Note note = draft(patientId, type, text, caller, now);
        note.provenance = provenance;
        note.status = NoteStatus.SIGNED;
        note.endDraft();
        note.signedBy = Author.of(caller);
        note.signedAt = now;
        return note;
    }

    /** Says from which template the draft was begun. */
    public void begunFrom(UUID template, long itsVersion) {
        templateId = template;
        templateVersion = itsVersion;
    }

    /** Returns the names of the fields that changed: none when the text is the same as before. */
    public List<String> edit(NoteText text, Caller caller, boolean treating, Instant now) {
        requireEditableBy(caller, treating);
        Document before = content;
        boolean same = Objects.equals(ContentRules.toDocument("content", text.content()), before)
                && Objects.equals(text.encounterId(), encounterId)
                && Objects.equals(text.audioAssetId(), audioAssetId)
                && text.sourcesOrNone().equals(sources);
        if (same) return List.of();
        List<String> changed = new ArrayList<>();
        if (!Objects.equals(text.encounterId(), encounterId)) changed.add("encounterId");
        if (!Objects.equals(text.audioAssetId(), audioAssetId)) changed.add("audioAssetId");
        List<NoteSource> namedBefore = sources;
        version++;
        write(text, caller, now);
        if (!sources.equals(namedBefore)) changed.add("sources");
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(content.keySet());
        for (String key : keys) if (!Objects.equals(before.get(key), content.get(key))) changed.add("content." + key);
        return changed;
    }

    /** @param treating whether the caller is the doctor of the note's patient */
    public void requireEditableBy(Caller caller, boolean treating) {
        requireValid();
        if (status == NoteStatus.SIGNED) throw new NoteSigned();
        if (!treating && !author.is(caller)) throw new NotTheAuthor();
    }

    /** A doctor answers for any note of a patient in care; a nurse signs what they wrote. */
    public void sign(Caller caller, boolean treating, Instant now) {
        requireValid();
        if (status == NoteStatus.SIGNED) throw new NoteSigned();
        if (!treating && !author.is(caller)) throw new NotTheAuthor();
        version++;
        status = NoteStatus.SIGNED;
        endDraft();
        signedBy = Author.of(caller);
        signedAt = now;
        updatedAt = now;
    }

    public Addendum add(String text, Caller caller, Instant now) {
        requireValid();
        if (status != NoteStatus.SIGNED) throw new NoteNotSigned();
        if (addenda.size() >= MAX_ADDENDA) {
            throw new Problem(409, "too-many-addenda", "A note takes " + MAX_ADDENDA + " addenda; write a new note.");
        }
        Addendum addendum = new Addendum(Ids.next(), text, Author.of(caller), now);
        addenda = new ArrayList<>(addenda);
        addenda.add(addendum);
        index();
        version++;
        updatedAt = now;
        return addendum;
    }

    /**
     * Takes the note, draft or signed, out of the record: it was written of another patient, or should not have been.
     *
     * @param others whether the caller may do so with notes of others
     */
    public void markInError(EnteredInError mark, Caller caller, boolean others) {
        requireValid();
        if (!others && !author.is(caller)) throw new NotTheAuthor();
        version++;
        enteredInError = mark;
        endDraft();
        updatedAt = mark.at();
    }

    /** The draft's text goes; whoever asks for it again is told for a day that it went. See {@link #requireEditableBy}. */
    public void discard(Instant now) {
        version++;
        discardedAt = now;
        endDraft();
        updatedAt = now;
        content = new Document();
        sources = List.of();
        terms = List.of();
        termCounts = List.of();
    }

    /** Its text is kept from now on, or it is gone: in both cases it does not expire. */
    private void endDraft() {
        draftTouchedAt = null;
        expiresAt = null;
    }

    public boolean isDiscarded() {
        return discardedAt != null;
    }

    private void requireValid() {
        if (enteredInError != null) throw new MarkedBefore();
    }

    /**
     * The addendum that brought this version of the note. Once a note is signed, every version is an addendum's, but the one that
     * took it out of the record.
     */
    public Addendum addendumOf(long addedVersion) {
        long newest = enteredInError == null ? version : version - 1;
        long index = addenda.size() - 1 - (newest - addedVersion);
        if (index < 0 || index >= addenda.size()) throw new NotFound("addendum");
        return addenda.get((int) index);
    }

    /** The note as its events carry it, at its latest change. */
    public NoteEvent.Snapshot snapshot() {
        return new NoteEvent.Snapshot(id, version, patientId, encounterId, type, status, changedAt());
    }

    /** A note of elsewhere stands on the timeline where it was written. */
    private Instant changedAt() {
        Instant written = provenance == null || version > 1 ? null : provenance.recordedAt();
        return written == null ? updatedAt : written;
    }

    public NoteText text() {
        return new NoteText(ContentRules.toJson(content), encounterId, audioAssetId, sources);
    }

    /** All that may change, for an update on top of {@link #previousVersion}. */
    Bson state() {
        List<Bson> state = new ArrayList<>(List.of(
                Updates.set("version", version),
                Updates.set("status", status.name()),
                Updates.set("content", content),
                Updates.set("encounterId", encounterId),
                Updates.set("audioAssetId", audioAssetId),
                Updates.set("sources", sources),
                Updates.set("updatedAt", updatedAt),
                Updates.set("signedBy", signedBy),
                Updates.set("signedAt", signedAt),
                Updates.set("addenda", addenda),
                Updates.set("textVersion", textVersion),
                Updates.set("textBy", textAuthor),
                Updates.set("textAt", textWrittenAt),
                Updates.set(Notes.TERMS, terms),
                Updates.set(Notes.TERM_COUNTS, termCounts)));
        if (enteredInError != null) state.add(Updates.set(Notes.ENTERED_IN_ERROR, enteredInError));
        if (discardedAt != null) state.add(Updates.set(Notes.DISCARDED, discardedAt));
        state.add(orNone(Notes.DRAFT_TOUCHED, draftTouchedAt));
        state.add(orNone(Notes.EXPIRES, expiresAt));
        return Updates.combine(state);
    }

    /** A field that is not there is in no sparse index. */
    private static Bson orNone(String field, @Nullable Instant value) {
        return value == null ? Updates.unset(field) : Updates.set(field, value);
    }

    private void write(NoteText text, Caller caller, Instant now) {
        if (type == NoteType.SOAP) SoapContent.require(text.content());
        if (text.content().isEmpty()) throw Problem.invalid("content", "must not be empty");
        Document before = content;
        content = ContentRules.toDocument("content", text.content());
        List<NoteSource> named = text.sourcesOrNone();
        if (before != null && named.equals(sources)) {
            sources = SourceAnchors.follow(sources, before, content);
        } else {
            SourceAnchors.require(named, content);
            sources = named;
        }
        encounterId = text.encounterId();
        audioAssetId = text.audioAssetId();
        index();
        textVersion = version;
        textAuthor = Author.of(caller);
        textWrittenAt = now;
        updatedAt = now;
        draftTouchedAt = now;
        expiresAt = null;
    }

    private void index() {
        SearchTerms found = SearchTerms.of(content, addendumTexts());
        terms = found.terms();
        termCounts = found.counts();
    }

    private List<String> addendumTexts() {
        return addenda.stream().map(Addendum::text).toList();
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public UUID patientId() {
        return patientId;
    }

    public @Nullable UUID encounterId() {
        return encounterId;
    }

    public NoteType type() {
        return type;
    }

    public NoteStatus status() {
        return status;
    }

    public Document content() {
        return content;
    }

    public @Nullable UUID audioAssetId() {
        return audioAssetId;
    }

    public List<NoteSource> sources() {
        return sources;
    }

    public Author author() {
        return author;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public @Nullable Author signedBy() {
        return signedBy;
    }

    public @Nullable Instant signedAt() {
        return signedAt;
    }

    public List<Addendum> addenda() {
        return addenda;
    }

    public @Nullable EnteredInError enteredInError() {
        return enteredInError;
    }

    public @Nullable Provenance provenance() {
        return provenance;
    }

    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    public @Nullable UUID templateId() {
        return templateId;
    }

    public @Nullable Long templateVersion() {
        return templateVersion;
    }

    public long textVersion() {
        return textVersion;
    }

    public Author textAuthor() {
        return textAuthor;
    }

    public Instant textWrittenAt() {
        return textWrittenAt;
    }

    SearchTerms searchTerms() {
        return new SearchTerms(terms, termCounts);
    }

    /** Where the note answers a question; null when it does not hold all that is looked for. */
    @Nullable
    Snippet snippet(SearchQuestion question) {
        return Snippet.of(content, addendumTexts(), question);
    }
}
