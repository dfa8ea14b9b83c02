package polyclinic.notes.proposals;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.notes.projections.EventFollower;
import polyclinic.notes.proposals.summaries.AiProposals;

/** Takes back what was proposed of documents that are deleted. */
@ApplicationScoped
class DocumentDeletions implements EventFollower {
    private final AiProposals proposals;
    private final Clock clock;

    DocumentDeletions(AiProposals proposals, Clock clock) {
        this.proposals = proposals;
        this.clock = clock;
    }

    /** The field of {@code asset.deleted.v1} that is needed here. */
    private record DeletedAsset(@Nullable UUID assetId) {}

    @Override
    public Uni<Void> follow(List<CloudEvent> events) {
        List<UUID> deleted = events.stream()
                .filter(event -> event.type().equals("asset.deleted.v1"))
                .map(event -> event.as(DeletedAsset.class).assetId())
                .filter(Objects::nonNull)
                .toList();
        return deleted.isEmpty() ? Uni.createFrom().voidItem() : proposals.withdraw(deleted, clock.instant());
    }
}
