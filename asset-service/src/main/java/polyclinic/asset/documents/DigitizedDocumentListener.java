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
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.asset.texts.DocumentTexts;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.commons.mongo.MongoOutbox;

/** {@code notes.events}: of which documents what they say was proposed for the history. */
@ApplicationScoped
class DigitizedDocumentListener {
    private final EventConsumer consumer;
    private final Assets assets;
    private final DocumentTexts texts;
    private final CloudEventFactory envelopes;
    private final MongoOutbox outbox;
    private final Clock clock;

    DigitizedDocumentListener(
            EventConsumer consumer,
            Assets assets,
            DocumentTexts texts,
            CloudEventFactory envelopes,
            MongoOutbox outbox,
            Clock clock) {
        this.consumer = consumer;
        this.assets = assets;
        this.texts = texts;
        this.envelopes = envelopes;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The field of {@code document.digitized.v1} that is needed here. */
    private record DigitizedDocument(@Nullable UUID documentId) {}

    @Incoming("notes")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::follow);
    }

    private Uni<Void> follow(List<CloudEvent> events) {
        return Multi.createFrom()
                .iterable(events.stream()
                        .filter(event -> event.type().equals("document.digitized.v1"))
                        .map(event -> event.as(DigitizedDocument.class).documentId())
                        .filter(Objects::nonNull)
                        .toList())
                .onItem()
                .transformToUniAndConcatenate(
                        id -> assets.findById(id.toString()).chain(this::digitized))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Nothing for one that is deleted by now, or is digitized already. */
    private Uni<@Nullable Asset> digitized(@Nullable Asset asset) {
        TextState text = asset == null ? null : asset.text();
        if (asset == null || text == null || text.status() != TextStatus.EXTRACTED)
            return Uni.createFrom().nullItem();
        TextState now =
                new TextState(TextStatus.DIGITIZED, null, text.pages(), text.language(), text.tries(), text.claim());
        return texts.digitized(asset, outbox.embed(envelopes.event(asset.textEvent(now, clock.instant()))));
    }
}
