package polyclinic.notes.proposals.digitizing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.notes.projections.EventFollower;

/** Goes by which documents have a text. */
@ApplicationScoped
class DocumentEvents implements EventFollower {
    private final DocumentWorks works;
    private final DigitizingRounds rounds;
    private final Clock clock;

    DocumentEvents(DocumentWorks works, DigitizingRounds rounds, Clock clock) {
        this.works = works;
        this.rounds = rounds;
        this.clock = clock;
    }

    /** The fields of {@code asset.text-updated.v1} that are needed here. */
    private record UpdatedText(
            @Nullable UUID assetId,
            @Nullable UUID patientId,
            @Nullable String textStatus) {}

    @Override
    public Uni<Void> follow(List<CloudEvent> events) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (CloudEvent event : events)
            if (event.type().equals("asset.text-updated.v1"))
                all = all.chain(() -> follow(event.as(UpdatedText.class)));
        return all;
    }

    private Uni<Void> follow(UpdatedText text) {
        UUID documentId = text.assetId();
        UUID patientId = text.patientId();
        if (!"extracted".equals(text.textStatus()) || documentId == null || patientId == null)
            return Uni.createFrom().voidItem();
        return works.add(documentId, patientId, clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .invoke(rounds::wake);
    }
}
