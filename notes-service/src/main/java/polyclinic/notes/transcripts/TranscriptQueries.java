package polyclinic.notes.transcripts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;

/** Reads transcripts, each read with its audit entry. */
@ApplicationScoped
class TranscriptQueries {
    private final Transcripts transcripts;
    private final Audit audit;

    TranscriptQueries(Transcripts transcripts, Audit audit) {
        this.transcripts = transcripts;
        this.audit = audit;
    }

    Uni<TranscriptView> read(UUID id, Caller caller) {
        return found(id, caller).map(TranscriptView::of);
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    Uni<Answer<TranscriptView>> reread(UUID id, Caller caller) {
        return read(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /** The same of an appending. @param version the one that it brought */
    Uni<Answer<TranscriptView>> rereadAppended(UUID id, long version, Caller caller) {
        return found(id, caller)
                .map(transcript -> Answer.ok(transcript.version(), TranscriptView.appended(transcript, version)));
    }

    private Uni<Transcript> found(UUID id, Caller caller) {
        return transcripts.require(id, caller).call(found -> audit.read("transcript", id, found.patientId()));
    }

    Uni<Page<TranscriptView>> list(TranscriptSearch search, Caller caller) {
        return transcripts.reach(search.patientId(), caller).chain(reach -> Page.of(
                        transcripts.list(search, reach), search.limit(), TranscriptView::listed, last -> new PageKey(
                                        last.createdAt(), last.id())
                                .encode())
                .call(page -> audit.searched("transcript", search.patientId(), page.items(), () -> Uni.createFrom()
                        .item(reach.reachesPatient()))));
    }
}
