package polyclinic.notes.proposals.making;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.provenance.Provenance;
import polyclinic.notes.ailogs.entries.AiModel;
import polyclinic.notes.content.Author;
import polyclinic.notes.history.MachineHistory;
import polyclinic.notes.proposals.summaries.AiProposal;
import polyclinic.notes.proposals.summaries.AiProposals;
import polyclinic.notes.proposals.summaries.SummaryStatement;

/**
 * Makes an entry of the history of a proposal that was accepted: of what rests on entries of the record, and of nothing else. It has the id
 * that the decision has chosen, so it is there once, however often this is done.
 */
@ApplicationScoped
public class AcceptedSummaries {
    static final String SOURCE = "urn:polyclinic:machine";
    static final String DOCUMENT = "urn:polyclinic:document";

    private static final int PORTION = 20;
    private static final int MAX_AUTHOR = 200;

    private final AiProposals proposals;
    private final MachineHistory history;

    AcceptedSummaries(AiProposals proposals, MachineHistory history) {
        this.proposals = proposals;
        this.history = history;
    }

    /** Does nothing for a proposal that has its entry. */
    public Uni<Void> intoHistory(UUID id) {
        return all(proposals.withoutHistory(id)).replaceWithVoid();
    }

    /** A portion of those whose replica died in between; whether there may be more. */
    Uni<Boolean> makeUp() {
        return all(proposals.withoutHistory(PORTION)).map(found -> found == PORTION);
    }

    private Uni<Integer> all(Uni<List<AiProposal>> accepted) {
        return accepted.chain(found -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (AiProposal proposal : found) all = all.chain(() -> write(proposal));
            return all.replaceWith(found.size());
        });
    }

    private Uni<Void> write(AiProposal proposal) {
        return (proposal.documentId() == null ? summary(proposal) : found(proposal, proposal.documentId()))
                .chain(() -> proposals.historyWritten(proposal.id()));
    }

    private Uni<Void> found(AiProposal proposal, UUID documentId) {
        Author by = Objects.requireNonNull(proposal.decidedBy());
        return history.addFound(
                Objects.requireNonNull(proposal.historyId()),
                new MachineHistory.Found(
                        proposal.patientId(),
                        proposal.type(),
                        Objects.requireNonNull(proposal.date()),
                        FoundContent.of(proposal, documentId),
                        documentId),
                new Provenance(
                        DOCUMENT,
                        documentId + "#" + proposal.type().name().toLowerCase(Locale.ROOT),
                        proposal.requestedAt(),
                        cut("rules, accepted by " + by.name())),
                by,
                Objects.requireNonNull(proposal.decidedAt()));
    }

    private Uni<Void> summary(AiProposal proposal) {
        Author by = Objects.requireNonNull(proposal.decidedBy());
        String author = "machine " + name(proposal.model()) + ", accepted by " + by.name();
        return history.add(
                Objects.requireNonNull(proposal.historyId()),
                proposal.patientId(),
                content(proposal),
                new Provenance(SOURCE, proposal.id().toString(), proposal.requestedAt(), cut(author)),
                by,
                Objects.requireNonNull(proposal.decidedAt()));
    }

    private static String cut(String author) {
        return author.length() <= MAX_AUTHOR ? author : author.substring(0, MAX_AUTHOR);
    }

    private static String name(@Nullable AiModel model) {
        return model == null ? "unknown" : model.version();
    }

    private static ObjectNode content(AiProposal proposal) {
        List<SummaryStatement> supported = proposal.supported();
        ObjectNode content = Json.MAPPER.createObjectNode();
        content.put("summary", supported.stream().map(SummaryStatement::text).collect(Collectors.joining("\n")));
        content.set("statements", Json.MAPPER.valueToTree(supported));
        content.put("proposalId", proposal.id().toString());
        if (proposal.batch() != null)
            content.put("batchId", proposal.batch().id().toString());
        if (proposal.model() != null) content.set("model", Json.MAPPER.valueToTree(proposal.model()));
        return content;
    }
}
