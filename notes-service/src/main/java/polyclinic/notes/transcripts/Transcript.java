package polyclinic.notes.transcripts;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.content.MarkedBefore;
import polyclinic.notes.events.TranscriptEvent;
import polyclinic.notes.transcripts.segments.Consent;
import polyclinic.notes.transcripts.segments.SegmentView;
import polyclinic.notes.transcripts.segments.SpokenSegment;
import polyclinic.notes.transcripts.segments.TranscriptSegment;
import polyclinic.notes.transcripts.segments.TranscriptStatus;

/**
 * What was said in a conversation with a patient who agreed to it. Segments are appended while it is recorded and never change; what
 * is sent again is there once, and nothing may be missing between. Completed, it takes no more. Every change counts the version up;
 * the repository writes it only on top of the version it was made from.
 */
@MongoEntity(collection = Transcripts.COLLECTION)
class Transcript extends OutboxDocument {
    static final int MAX_SEGMENTS = 10_000;
    /** Of all that was said, in UTF-8: a day of talking. Keeps the document far from MongoDB's 16 MiB. */
    static final int MAX_BYTES = 1024 * 1024;

    /** In place of a version: the segments of all. */
    static final long ALL = 0;

    @BsonId
    private UUID id;

    private long version;
    private UUID patientId;
    private @Nullable UUID encounterId;
    private TranscriptStatus status;
    private @Nullable UUID audioAssetId;
    private @Nullable String language;
    private Consent consent;
    private Author author;
    private Instant createdAt;
    private Instant updatedAt;
    private @Nullable Instant completedAt;
    private int segmentCount;
    private List<TranscriptSegment> segments = new ArrayList<>();
    private @Nullable EnteredInError enteredInError;

    @SuppressWarnings("NullAway.Init")
    private Transcript() {}

    static Transcript start(StartTranscript request, Caller caller, Instant now) {
        Transcript transcript = new Transcript();
        transcript.id = Ids.next();
        transcript.version = 1;
        transcript.patientId = request.patientId();
        transcript.encounterId = request.encounterId();
        transcript.status = TranscriptStatus.RECORDING;
        transcript.audioAssetId = request.audioAssetId();
        transcript.language = language(request.language());
        transcript.consent = request.consent().required(now);
        transcript.author = Author.of(caller);
        transcript.createdAt = now;
        transcript.updatedAt = now;
        transcript.take(request.spoken(), 0);
        return transcript;
    }

    private static @Nullable String language(@Nullable String tag) {
        if (tag == null) return null;
        try {
            return new Locale.Builder().setLanguageTag(tag).build().toLanguageTag();
        } catch (IllformedLocaleException none) {
            throw Problem.invalid("language", "must be a BCP 47 language tag");
        }
    }

    /**
     * Appends what is new of them; returns it, in order: none when all was sent before.
     *
     * @param sequence the place of the first, from 1; null for the next
     */
    List<TranscriptSegment> append(
            @Nullable Integer sequence, List<SpokenSegment> spoken, Caller caller, boolean treating, Instant now) {
        requireChangeableBy(caller, treating);
        int first = sequence == null ? segments.size() : sequence - 1;
        if (first > segments.size()) throw gap();
        int known = Math.min(spoken.size(), segments.size() - first);
        for (int i = 0; i < known; i++)
            if (!segments.get(first + i).is(spoken.get(i)))
                throw new Problem(
                        409,
                        "segment-differs",
                        "Segment " + (first + i + 1) + " was sent before and said something else.");
        if (known == spoken.size()) return List.of();
        if (status == TranscriptStatus.COMPLETED) throw completed();
        version++;
        updatedAt = now;
        return take(spoken, known);
    }

    private List<TranscriptSegment> take(List<SpokenSegment> spoken, int from) {
        List<TranscriptSegment> taken = new ArrayList<>();
        for (int i = from; i < spoken.size(); i++)
            taken.add(TranscriptSegment.of(spoken.get(i), "segments[" + i + "]", version));
        List<TranscriptSegment> all = new ArrayList<>(segments);
        all.addAll(taken);
        if (all.size() > MAX_SEGMENTS
                || all.stream().mapToInt(TranscriptSegment::size).sum() > MAX_BYTES)
            throw new Problem(
                    409,
                    "transcript-full",
                    "A transcript takes " + MAX_SEGMENTS + " segments with " + MAX_BYTES / 1024
                            + " KiB of text; start another.");
        segments = all;
        segmentCount = all.size();
        return taken;
    }

    /** Ends it. Returns whether that changed anything: said again of the same recording it does not. */
    boolean complete(CompleteTranscript request, Caller caller, boolean treating, Instant now) {
        requireChangeableBy(caller, treating);
        UUID recording = request.audioAssetId();
        if (recording != null && audioAssetId != null && !recording.equals(audioAssetId))
            throw new Problem(409, "recording-differs", "The transcript is of another recording.");
        if (recording == null && audioAssetId == null)
            throw Problem.invalid("audioAssetId", "must not be null: the transcript has no recording yet");
        if (request.segmentCount() != null && request.segmentCount() != segments.size()) throw gap();
        if (status == TranscriptStatus.COMPLETED) return false;
        version++;
        status = TranscriptStatus.COMPLETED;
        if (recording != null) audioAssetId = recording;
        completedAt = now;
        updatedAt = now;
        return true;
    }

    /** @param others whether the caller may do so with transcripts of others */
    void requireMarkableBy(Caller caller, boolean others) {
        if (enteredInError != null) throw new MarkedBefore();
        if (!others && !author.is(caller)) throw notTheAuthor();
    }

    /** @param treating whether the caller is the doctor of the patient */
    private void requireChangeableBy(Caller caller, boolean treating) {
        if (enteredInError != null) throw new MarkedBefore();
        if (!treating && !author.is(caller)) throw notTheAuthor();
    }

    private Problem gap() {
        return new Problem(
                        409,
                        "segment-gap",
                        "There are " + segments.size() + " segments; what is missing has to be sent first.")
                .with("segmentCount", segments.size());
    }

    private static Problem notTheAuthor() {
        return new Problem(
                403, "not-the-author", "Only who records it or a treating doctor may do this to a transcript.");
    }

    private static Problem completed() {
        return new Problem(409, "transcript-completed", "A completed transcript takes no more segments.");
    }

    TranscriptEvent completedEvent() {
        return new TranscriptEvent.Completed(id, version, patientId, encounterId, audioAssetId, updatedAt);
    }

    TranscriptEvent markedInError(EnteredInError mark) {
        return new TranscriptEvent.MarkedInError(id, patientId, mark.replacedBy(), mark.at());
    }

    /** @param appendedIn the version that brought them, or {@link #ALL} */
    List<SegmentView> segmentViews(long appendedIn) {
        List<SegmentView> views = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++)
            if (appendedIn == ALL || segments.get(i).appendedIn() == appendedIn)
                views.add(SegmentView.of(segments.get(i), i + 1, audioAssetId));
        return views;
    }

    UUID id() {
        return id;
    }

    /** One more from when it is marked as entered in error. */
    long version() {
        return enteredInError == null ? version : version + 1;
    }

    UUID patientId() {
        return patientId;
    }

    @Nullable
    UUID encounterId() {
        return encounterId;
    }

    TranscriptStatus status() {
        return status;
    }

    @Nullable
    UUID audioAssetId() {
        return audioAssetId;
    }

    @Nullable
    String language() {
        return language;
    }

    Consent consent() {
        return consent;
    }

    Author author() {
        return author;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    @Nullable
    Instant completedAt() {
        return completedAt;
    }

    int segmentCount() {
        return segmentCount;
    }

    @Nullable
    EnteredInError enteredInError() {
        return enteredInError;
    }
}
