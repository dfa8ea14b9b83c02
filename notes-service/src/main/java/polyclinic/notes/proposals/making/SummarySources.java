package polyclinic.notes.proposals.making;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.TimeRange;
import polyclinic.notes.proposals.summaries.AiProposal;
import polyclinic.notes.proposals.summaries.SummarizedBatch;

/** What a machine is shown for a summary: entries of the record, documents of a batch, or both. */
@ApplicationScoped
class SummarySources {
    /** Characters of all of them. The log of machines keeps a prompt whole. */
    private static final int MAX_TEXTS = 60_000;

    private final RecordRetrieval record;
    private final BatchRetrieval documents;

    SummarySources(RecordRetrieval record, BatchRetrieval documents) {
        this.record = record;
        this.documents = documents;
    }

    /**
     * @param entries with their labels
     * @param batch with what of it is shown, or null
     */
    record Shown(List<RecordEntry> entries, @Nullable SummarizedBatch batch) {}

    /**
     * Of a batch its documents, and the record beside them in half of the room where a period is given. Fails with
     * {@link BatchRetrieval.UnreadableBatch}.
     */
    Uni<Shown> of(AiProposal proposal) {
        SummarizedBatch batch = proposal.batch();
        if (batch == null)
            return record.of(proposal.patientId(), proposal.period(), MAX_TEXTS)
                    .map(entries -> new Shown(labelled(entries), null));
        Uni<List<RecordEntry>> beside = isBounded(proposal.period())
                ? record.of(proposal.patientId(), proposal.period(), MAX_TEXTS / 2)
                : Uni.createFrom().item(List.of());
        return beside.chain(entries -> documents
                .of(batch, proposal.patientId(), MAX_TEXTS - RecordRetrieval.length(entries))
                .map(pages -> {
                    List<RecordEntry> all = new ArrayList<>(entries);
                    all.addAll(pages.entries());
                    return new Shown(labelled(all), pages.batch());
                }));
    }

    private static boolean isBounded(TimeRange period) {
        return period.from() != null || period.before() != null;
    }

    private static List<RecordEntry> labelled(List<RecordEntry> entries) {
        List<RecordEntry> labelled = new ArrayList<>(entries.size());
        for (RecordEntry entry : entries)
            labelled.add(new RecordEntry("E" + (labelled.size() + 1), entry.source(), entry.at(), entry.text()));
        return labelled;
    }

    /** What the log of machines says was looked for. */
    static String question(AiProposal proposal) {
        SummarizedBatch batch = proposal.batch();
        if (batch == null) return RecordRetrieval.question(proposal.period());
        String pages = "pages of the documents of batch " + batch.id();
        return isBounded(proposal.period()) ? pages + "; " + RecordRetrieval.question(proposal.period()) : pages;
    }
}
