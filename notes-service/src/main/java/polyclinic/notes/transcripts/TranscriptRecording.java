package polyclinic.notes.transcripts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.content.References;
import polyclinic.notes.transcripts.segments.TranscriptSegment;

/** Keeps a transcript while the conversation is recorded: its start, what is said, its end. */
@ApplicationScoped
class TranscriptRecording {
    private static final String ENTITY = "transcript";

    /** Every request that loses has seen another one win. */
    private static final int MAX_RETRIES = 50;

    private final Transcripts transcripts;
    private final TranscriptQueries queries;
    private final PatientAccess patients;
    private final References references;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    TranscriptRecording(
            Transcripts transcripts,
            TranscriptQueries queries,
            PatientAccess patients,
            References references,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.transcripts = transcripts;
        this.queries = queries;
        this.patients = patients;
        this.references = references;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<TranscriptView>> start(StartTranscript request, Caller caller) {
        return idempotency.once(
                request,
                transcripts.mongoCollection(),
                receipts -> patients.require(NotesAccessPolicy.DRAFTS.scope(caller), request.patientId())
                        .chain(() ->
                                references.requireEncounter("encounterId", request.encounterId(), request.patientId()))
                        .chain(() ->
                                references.requireAsset("audioAssetId", request.audioAssetId(), request.patientId()))
                        .chain(() -> {
                            Transcript transcript = Transcript.start(request, caller, now());
                            Answer<TranscriptView> answer = Answer.created(
                                    "/api/v1/transcripts/" + transcript.id(),
                                    transcript.version(),
                                    TranscriptView.of(transcript));
                            AuditEntry entry = audit.entry("create", ENTITY, transcript.id(), transcript.patientId());
                            return transcripts
                                    .add(transcript, receipts.seal(answer), outbox.embed(entry))
                                    .replaceWith(answer);
                        }),
                earlier -> queries.reread(earlier.createdId(), caller));
    }

    /** What was sent before is there once: nothing is written then, and the answer brings no segments. */
    Uni<Answer<TranscriptView>> append(UUID id, AppendSegments request, Caller caller) {
        return retried(() -> idempotency.once(
                List.of(id, request),
                transcripts.mongoCollection(),
                receipts -> transcripts.require(id, caller).chain(transcript -> transcripts
                        .treats(caller, transcript)
                        .chain(treating -> {
                            List<TranscriptSegment> appended =
                                    transcript.append(request.sequence(), request.segments(), caller, treating, now());
                            if (appended.isEmpty()) return unchanged(transcript);
                            Answer<TranscriptView> answer = Answer.ok(
                                    transcript.version(), TranscriptView.appended(transcript, transcript.version()));
                            AuditEntry entry = audit.entry("update", ENTITY, id, transcript.patientId())
                                    .withChangedFields(List.of("segments"));
                            return transcripts
                                    .save(transcript, appended, receipts.seal(answer), outbox.embed(entry))
                                    .replaceWith(answer);
                        })),
                earlier -> queries.rereadAppended(id, earlier.version(), caller)));
    }

    private Uni<Answer<TranscriptView>> unchanged(Transcript transcript) {
        long none = transcript.version() + 1;
        return audit.read(ENTITY, transcript.id(), transcript.patientId())
                .replaceWith(Answer.ok(transcript.version(), TranscriptView.appended(transcript, none)));
    }

    Uni<Answer<TranscriptView>> complete(UUID id, CompleteTranscript request, Caller caller) {
        return retried(() -> idempotency.once(
                List.of("complete", id, request),
                transcripts.mongoCollection(),
                receipts -> transcripts
                        .require(id, caller)
                        .call(transcript ->
                                references.requireAsset("audioAssetId", request.audioAssetId(), transcript.patientId()))
                        .chain(transcript -> transcripts
                                .treats(caller, transcript)
                                .chain(treating -> {
                                    boolean changed = transcript.complete(request, caller, treating, now());
                                    Answer<TranscriptView> answer =
                                            Answer.ok(transcript.version(), TranscriptView.of(transcript));
                                    if (!changed)
                                        return audit.read(ENTITY, id, transcript.patientId())
                                                .replaceWith(answer);
                                    AuditEntry entry = audit.entry("complete", ENTITY, id, transcript.patientId())
                                            .withChangedFields(List.of("status", "audioAssetId"));
                                    return transcripts
                                            .save(
                                                    transcript,
                                                    List.of(),
                                                    receipts.seal(answer),
                                                    outbox.embed(entry, transcript.completedEvent()))
                                            .replaceWith(answer);
                                })),
                earlier -> queries.reread(id, caller)));
    }

    private static <T> Uni<T> retried(Supplier<Uni<T>> change) {
        return Uni.createFrom()
                .deferred(change::get)
                .onFailure(ConcurrentTranscriptEdit.class)
                .retry()
                .atMost(MAX_RETRIES);
    }

    /** A BSON date has milliseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
