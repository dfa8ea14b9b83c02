package polyclinic.notes.writing;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.notes.events.NoteEvent;
import polyclinic.notes.notes.ConcurrentNoteEdit;
import polyclinic.notes.notes.Note;
import polyclinic.notes.notes.Notes;
import polyclinic.notes.versions.NoteVersions;

/**
 * Ends drafts in which nobody writes any more. First that is told, then there is the whole notice, then the draft goes like one that
 * is discarded. The end is a field of the draft that only the telling writes, so nothing goes of which nobody was told, however long
 * the service was away; whoever writes in the draft or signs it takes the field out. Replicas need not agree on who does it: each
 * write is conditional on what was read.
 */
@ApplicationScoped
class DraftExpiry {
    private static final int PORTION = 50;

    private final DraftConfig config;
    private final Notes notes;
    private final NoteVersions versions;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final PeriodicWork rounds;

    DraftExpiry(
            DraftConfig config,
            Notes notes,
            NoteVersions versions,
            MongoOutbox outbox,
            Audit audit,
            Clock clock,
            Vertx vertx,
            Hold hold) {
        if (config.draftsNotice().compareTo(config.draftsLast()) >= 0)
            throw new IllegalArgumentException("polyclinic.notes.drafts-notice must be shorter than drafts-last");
        this.config = config;
        this.notes = notes;
        this.versions = versions;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        BackgroundWork work = hold.background("draft_expiry");
        this.rounds = new PeriodicWork(
                vertx, "expiry of drafts", config.draftsPoll(), () -> work.whenReleased(() -> round(clock.instant())));
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
        rounds.wake();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** A portion of both; whether there is more. */
    Uni<Boolean> round(Instant time) {
        Instant now = time.truncatedTo(ChronoUnit.MILLIS);
        Duration quiet = config.draftsLast().minus(config.draftsNotice());
        return each(notes.untouchedSince(now.minus(quiet), PORTION), draft -> tell(draft, now))
                .chain(told -> each(notes.expired(now, PORTION), draft -> end(draft, now))
                        .map(ended -> told == PORTION || ended == PORTION));
    }

    private static Uni<Integer> each(Uni<List<Note>> drafts, Function<Note, Uni<Void>> work) {
        return drafts.chain(found -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (Note draft : found) all = all.chain(() -> work.apply(draft));
            return all.replaceWith(found.size());
        });
    }

    private Uni<Void> tell(Note draft, Instant now) {
        // The notice is whole, also when the draft was found late.
        Instant end = now.plus(config.draftsNotice());
        List<Document> messages = outbox.embed(
                audit.entry("update", "note", draft.id(), draft.patientId()).withChangedFields(List.of("expiresAt")),
                new NoteEvent.DraftExpiring(draft.snapshot(), draft.author().subject(), end));
        return notes.announceEnd(draft, end, messages);
    }

    private Uni<Void> end(Note draft, Instant now) {
        draft.discard(now);
        List<Document> messages = outbox.embed(
                audit.entry("delete", "note", draft.id(), draft.patientId())
                        .withReason("nobody wrote in the draft for long"),
                new NoteEvent.Discarded(draft.snapshot()));
        return notes.save(draft, List.of(), messages)
                .chain(ended -> versions.forget(ended.id()))
                // Somebody has written in it, or another replica was faster.
                .onFailure(ConcurrentNoteEdit.class)
                .recoverWithNull();
    }
}
