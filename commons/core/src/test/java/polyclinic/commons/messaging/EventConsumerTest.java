package polyclinic.commons.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.async.RetryLoop;
import polyclinic.commons.messaging.channels.ChannelLiveness;
import polyclinic.commons.messaging.restatements.HandledRestatements;

class EventConsumerTest {
    private static final String TOPIC = "patient.events";
    private static final long PATIENCE_S = 20;
    private static final int TOO_LARGE = 100_000;

    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final BoundedProducer producer = new BoundedProducer();
    private final KafkaSender kafka = new KafkaSender(() -> producer);
    private final List<String> stated = new ArrayList<>();
    private final EventConsumer consumer = new EventConsumer(
            new DeadLetters(kafka, "test-service", metrics),
            new PoisonEvents(List.of()),
            metrics,
            new ChannelLiveness(),
            List.of((at, statement, isHandled) -> Uni.createFrom()
                    .voidItem()
                    .invoke(() -> stated.add(statement.path("kind").asText()))),
            HandledRestatements.NONE,
            RetryLoop.withBackOff(Duration.ofMillis(1), Duration.ofMillis(2)));

    @AfterEach
    void close() throws Exception {
        kafka.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Test
    void poison_is_tried_three_times_and_set_aside_and_the_next_event_has_its_effect() throws Exception {
        List<String> seen = new ArrayList<>();

        run(() -> consumer.oneByOne(poll(events("bad", "good")), event -> {
            seen.add(text(event));
            if (text(event).equals("bad")) throw new IllegalArgumentException("bad");
            return Uni.createFrom().voidItem();
        }));

        assertThat(seen).containsExactly("bad", "bad", "bad", "good");
        assertThat(producer.history()).hasSize(1);
        assertThat(header("dead-letter-reason")).isEqualTo(IllegalArgumentException.class.getName());
        assertThat(waits()).isZero();
    }

    @Test
    void a_fault_that_is_not_the_events_is_waited_for_and_counted() throws Exception {
        AtomicInteger attempts = new AtomicInteger();

        run(() -> consumer.oneByOne(
                poll(events("one")),
                event -> attempts.incrementAndGet() < 50
                        ? Uni.createFrom().failure(new IllegalStateException("password rotated"))
                        : Uni.createFrom().voidItem()));

        assertThat(attempts).hasValue(50);
        assertThat(waits()).isEqualTo(49);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void attempts_that_waited_do_not_count_against_an_event() throws Exception {
        AtomicInteger attempts = new AtomicInteger();

        run(() -> consumer.oneByOne(poll(events("one")), event -> {
            int attempt = attempts.incrementAndGet();
            if (attempt <= 10) return Uni.createFrom().failure(new IOException("away"));
            return attempt <= 12
                    ? Uni.createFrom().failure(new IllegalArgumentException("lost race"))
                    : Uni.createFrom().voidItem();
        }));

        assertThat(attempts).hasValue(13);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void a_batch_that_fails_for_one_event_is_tried_singly() throws Exception {
        List<String> effects = new ArrayList<>();

        run(() -> consumer.together(poll(events("a", "bad", "b")), events -> {
            if (events.stream().anyMatch(event -> text(event).equals("bad"))) throw new ArithmeticException();
            events.forEach(event -> effects.add(text(event)));
            return Uni.createFrom().voidItem();
        }));

        assertThat(effects).containsExactly("a", "b");
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void a_statement_is_taken_in_its_turn_and_given_to_no_listener() throws Exception {
        List<String> order = new ArrayList<>();
        List<ConsumerRecord<String, String>> messages = new ArrayList<>(events("a", "b"));
        messages.add(message(
                "{\"kind\":\"patients\"}",
                Map.of(
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_type", "restatement.patient.v1",
                        "ce_time", "2026-03-02T02:00:00Z")));
        messages.addAll(events("c"));

        run(() -> consumer.together(poll(messages), events -> {
            order.add(events.stream().map(EventConsumerTest::text).toList() + " after " + stated);
            return Uni.createFrom().voidItem();
        }));
        run(() -> consumer.oneByOne(poll(messages), event -> {
            order.add(text(event) + " after " + stated.size());
            return Uni.createFrom().voidItem();
        }));

        assertThat(order)
                .containsExactly("[a, b] after []", "[c] after [patients]", "a after 1", "b after 1", "c after 2");
    }

    @Test
    void after_twenty_dead_letters_in_a_row_the_next_event_waits() throws Exception {
        AtomicBoolean repaired = new AtomicBoolean();
        AtomicInteger attemptsOfLast = new AtomicInteger();
        String[] events = IntStream.rangeClosed(0, ConsumedTopic.MAX_IN_A_ROW)
                .mapToObj(String::valueOf)
                .toArray(String[]::new);

        run(() -> consumer.oneByOne(poll(events(events)), event -> {
            if (text(event).equals(String.valueOf(ConsumedTopic.MAX_IN_A_ROW)) && attemptsOfLast.incrementAndGet() > 30)
                repaired.set(true);
            return repaired.get()
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().failure(new NullPointerException());
        }));

        assertThat(attemptsOfLast).hasValue(31);
        assertThat(producer.history()).hasSize(ConsumedTopic.MAX_IN_A_ROW);
        assertThat(waits()).isEqualTo(28);
    }

    @Test
    void an_event_that_succeeds_starts_the_count_again() throws Exception {
        String[] events = IntStream.range(0, 60)
                .mapToObj(i -> i % 15 == 14 ? "good" : "bad")
                .toArray(String[]::new);

        run(() -> consumer.oneByOne(
                poll(events(events)),
                event -> text(event).equals("good")
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new NullPointerException())));

        assertThat(producer.history()).hasSize(56);
    }

    @Test
    void messages_that_are_no_events_do_not_stop_a_topic_that_has_events_between_them() throws Exception {
        List<ConsumerRecord<String, String>> messages = new ArrayList<>();
        for (int i = 0; i < 2 * ConsumedTopic.MAX_IN_A_ROW; i++) {
            messages.add(message("no event", Map.of()));
            messages.add(event("good"));
        }
        AtomicInteger effects = new AtomicInteger();

        run(() -> consumer.together(poll(messages), events -> {
            effects.addAndGet(events.size());
            return Uni.createFrom().voidItem();
        }));

        assertThat(effects).hasValue(2 * ConsumedTopic.MAX_IN_A_ROW);
        assertThat(producer.history()).hasSize(2 * ConsumedTopic.MAX_IN_A_ROW);
    }

    @Test
    void what_is_too_large_for_the_dead_letter_topic_is_set_aside_without_its_body() throws Exception {
        String large = "x".repeat(TOO_LARGE);

        run(() -> consumer.oneByOne(
                poll(List.of(message(large, Map.of("ce_type", "note.drafted.v1", "junk", large)))),
                event -> Uni.createFrom().voidItem()));

        assertThat(producer.history()).hasSize(1);
        assertThat(producer.history().get(0).value()).isEmpty();
        assertThat(header("dead-letter-body")).isEqualTo("left out: too large");
        assertThat(header("dead-letter-topic")).isEqualTo(TOPIC);
        assertThat(header("ce_type")).isEqualTo("note.drafted.v1");
    }

    private void run(Supplier<Uni<Void>> work) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(
                        now -> work.get().subscribe().with(end -> done.complete(null), done::completeExceptionally));
        done.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private double waits() {
        return metrics.get("polyclinic.events.waiting")
                .tag("topic", TOPIC)
                .counter()
                .count();
    }

    private String header(String name) {
        return new String(producer.history().get(0).headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static String text(CloudEvent event) {
        return event.data().path("text").asText();
    }

    private static List<ConsumerRecord<String, String>> events(String... texts) {
        return List.of(texts).stream().map(EventConsumerTest::event).toList();
    }

    private static ConsumerRecord<String, String> event(String text) {
        return message(
                "{\"text\":\"" + text + "\"}",
                Map.of(
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_type", "patient.registered.v1",
                        "ce_time", "2024-03-02T08:21:00Z"));
    }

    private static ConsumerRecord<String, String> message(String body, Map<String, String> headers) {
        RecordHeaders kafka = new RecordHeaders();
        headers.forEach((name, value) -> kafka.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                TOPIC, 0, 0, 0, TimestampType.CREATE_TIME, 0, 0, "key", body, kafka, Optional.empty());
    }

    private static ConsumerRecords<String, String> poll(List<ConsumerRecord<String, String>> messages) {
        return new ConsumerRecords<>(Map.of(new TopicPartition(TOPIC, 0), messages), Map.of());
    }

    /** Refuses what is too large, as a producer does. */
    private static final class BoundedProducer extends MockProducer<String, String> {
        private BoundedProducer() {
            super(true, null, new StringSerializer(), new StringSerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, String> message, Callback callback) {
            int size = message.value().length();
            for (var header : message.headers()) size += header.value().length;
            if (size < TOO_LARGE) return super.send(message, callback);
            RecordTooLargeException failure = new RecordTooLargeException();
            callback.onCompletion(null, failure);
            return CompletableFuture.failedFuture(failure);
        }
    }
}
