package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.provenance.DuplicateExternalId;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.content.References;
import polyclinic.notes.events.NoteEvent;
import polyclinic.notes.notes.ConcurrentNoteEdit;
import polyclinic.notes.notes.Note;
import polyclinic.notes.notes.NoteQueries;
import polyclinic.notes.notes.NoteText;
import polyclinic.notes.notes.NoteView;
import polyclinic.notes.notes.Notes;
import polyclinic.notes.sources.SourceReferences;
import polyclinic.notes.templates.NoteTemplate;
import polyclinic.notes.templates.NoteTemplates;
import polyclinic.notes.versions.NoteVersion;
import polyclinic.notes.versions.NoteVersions;

/** Drafts a note and edits the draft. */
@ApplicationScoped
class NoteWriting {
    private final Notes notes;
    private final NoteQueries queries;
    private final NoteVersions versions;
    private final PatientAccess patients;
    private final References references;
    private final NoteTemplates templates;
    private final SourceReferences sources;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Validator validator;
    private final Clock clock;

    NoteWriting(
            Notes notes,
            NoteQueries queries,
            NoteVersions versions,
            PatientAccess patients,
            References references,
            NoteTemplates templates,
            SourceReferences sources,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Validator validator,
            Clock clock) {
        this.notes = notes;
        this.queries = queries;
        this.versions = versions;
        this.patients = patients;
        this.references = references;
        this.templates = templates;
        this.sources = sources;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.validator = validator;
        this.clock = clock;
    }

    /** A note that comes from elsewhere is recorded as signed. */
    Uni<Answer<NoteView>> draft(DraftNote request, Caller caller) {
        Provenance.requireSender(request.provenance(), caller);
        return idempotency
                .once(
                        request,
                        notes.mongoCollection(),
                        receipts -> patients.require(NotesAccessPolicy.NOTES.scope(caller), request.patientId())
                                .chain(() -> references.requireEncounter(
                                        "encounterId", request.encounterId(), request.patientId()))
                                .chain(() -> references.requireAsset(
                                        "audioAssetId", request.audioAssetId(), request.patientId()))
                                .chain(() -> sources.require(
                                        Objects.requireNonNullElse(request.sources(), List.of()), request.patientId()))
                                .chain(() -> templates.use(request.templateId(), request.type(), caller))
                                .chain(template -> {
                                    Note note = written(request, template, caller);
                                    Answer<NoteView> answer = Answer.created(
                                            "/api/v1/notes/" + note.id(), note.version(), NoteView.of(note));
                                    AuditEntry entry = audit.entry("create", "note", note.id(), note.patientId());
                                    List<Document> messages = outbox.embed(entry, event(note));
                                    return notes.add(note, receipts.seal(answer), messages)
                                            .replaceWith(answer);
                                }),
                        earlier -> queries.reread(earlier.createdId(), caller))
                .onFailure(MongoFailures::isDuplicateExternalId)
                .transform(twice -> new DuplicateExternalId());
    }

    private Note written(DraftNote request, @Nullable NoteTemplate template, Caller caller) {
        NoteText text = request.text(template);
        Provenance provenance = request.provenance();
        Note note = provenance == null
                ? Note.draft(request.patientId(), request.type(), text, caller, now())
                : Note.recorded(request.patientId(), request.type(), text, provenance, caller, now());
        if (template != null) note.begunFrom(template.id(), template.version());
        return note;
    }

    private static NoteEvent event(Note note) {
        return note.provenance() == null
                ? new NoteEvent.Drafted(note.snapshot())
                : new NoteEvent.Signed(note.snapshot());
    }

    /** Fails with {@link StaleNote}, which holds both texts, when the note is not at the version of {@code If-Match}. */
    Uni<Answer<NoteView>> edit(UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        EntityTags.require(ifMatch);
        return notes.require(id, caller)
                .chain(note -> edit(note, ifMatch, patch, caller))
                .onFailure(ConcurrentNoteEdit.class)
                .recoverWithUni(lost -> notes.require(id, caller).chain(note -> edit(note, ifMatch, patch, caller)))
                .map(note -> Answer.ok(note.version(), NoteView.of(note)));
    }

    private Uni<Note> edit(Note note, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        return notes.treats(caller, note).chain(treating -> edit(note, ifMatch, patch, caller, treating));
    }

    private Uni<Note> edit(Note note, @Nullable String ifMatch, JsonNode patch, Caller caller, boolean treating) {
        note.requireEditableBy(caller, treating);
        if (!EntityTags.matches(ifMatch, note.version())) return stale(note, EntityTags.expected(ifMatch), patch);
        NoteText text = MergePatch.apply(note.text(), patch, NoteText.class, validator);
        return requireReferences(note, text).chain(() -> save(note, text, caller, treating));
    }

    /** Those that are new: what a note refers to already was looked at then. */
    private Uni<Void> requireReferences(Note note, NoteText text) {
        boolean sameEncounter = Objects.equals(text.encounterId(), note.encounterId());
        boolean sameAudio = Objects.equals(text.audioAssetId(), note.audioAssetId());
        return references
                .requireEncounter("encounterId", sameEncounter ? null : text.encounterId(), note.patientId())
                .chain(() -> references.requireAsset(
                        "audioAssetId", sameAudio ? null : text.audioAssetId(), note.patientId()))
                .chain(() -> sources.require(
                        text.sourcesOrNone().equals(note.sources()) ? List.of() : text.sourcesOrNone(),
                        note.patientId()));
    }

    private Uni<Note> save(Note note, NoteText text, Caller caller, boolean treating) {
        NoteVersion replaced = NoteVersion.of(note);
        List<String> changed = note.edit(text, caller, treating, now());
        if (changed.isEmpty())
            return audit.read("note", note.id(), note.patientId()).replaceWith(note);
        AuditEntry entry =
                audit.entry("update", "note", note.id(), note.patientId()).withChangedFields(changed);
        return versions.keep(replaced)
                .chain(() -> notes.save(note, List.of(), outbox.embed(entry, new NoteEvent.Updated(note.snapshot()))));
    }

    /** The writer's text is their patch on what they had read, as far as that is known. */
    private Uni<Note> stale(Note note, long expected, JsonNode patch) {
        return versions.at(note.id(), expected).chain(base -> {
            NoteText read = base == null || expected >= note.textVersion() ? note.text() : base.text();
            NoteText yours = MergePatch.apply(read, patch, NoteText.class, validator);
            return Uni.createFrom().failure(new StaleNote(note, expected, yours));
        });
    }

    /** A BSON date has milliseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
