package polyclinic.asset.documents;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.Assets;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.commons.mongo.MongoOutbox;

/**
 * {@code prescription.events}: which documents are those of prescriptions that were issued. A signed document lies in the store
 * before, and would be taken for a prescription by whoever is shown it.
 */
@ApplicationScoped
class IssuedDocumentListener {
    private final EventConsumer consumer;
    private final Assets assets;
    private final CloudEventFactory envelopes;
    private final MongoOutbox outbox;
    private final Clock clock;

    IssuedDocumentListener(
            EventConsumer consumer, Assets assets, CloudEventFactory envelopes, MongoOutbox outbox, Clock clock) {
        this.consumer = consumer;
        this.assets = assets;
        this.envelopes = envelopes;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The field of {@code prescription.issued.v1} that is needed here. */
    private record IssuedPrescription(@Nullable UUID documentAssetId) {}

    @Incoming("prescriptions")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::show);
    }

    private Uni<Void> show(List<CloudEvent> events) {
        List<String> ids = events.stream()
                .filter(event -> event.type().equals("prescription.issued.v1"))
                .map(event -> event.as(IssuedPrescription.class).documentAssetId())
                .filter(Objects::nonNull)
                .map(UUID::toString)
                .toList();
        if (ids.isEmpty()) return Uni.createFrom().voidItem();
        return assets.preliminary(ids).chain(documents -> Multi.createFrom()
                .iterable(documents)
                .onItem()
                .transformToUniAndConcatenate(this::show)
                .collect()
                .asList()
                .replaceWithVoid());
    }

    private Uni<Void> show(Asset document) {
        return assets.show(document, outbox.embed(envelopes.event(document.storedEvent(clock.instant()))));
    }
}
