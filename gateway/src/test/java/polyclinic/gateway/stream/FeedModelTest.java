package polyclinic.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.RedisServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.gateway.callers.TestCallers;
import polyclinic.gateway.feed.FeedNode;
import polyclinic.gateway.feed.FeedTopic;
import polyclinic.gateway.feedaccess.CallerOrigin;
import polyclinic.gateway.feedaccess.FeedGate;
import polyclinic.gateway.feedaccess.FeedGate.Delivery;
import polyclinic.gateway.feedaccess.FeedSelection;
import polyclinic.gateway.feedaccess.FeedSubscriber;
import polyclinic.gateway.testing.RedisControl;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/**
 * Two gateways on one Kafka and one Redis. Clients come and go between them, gateways end and begin, Redis is killed; at the end
 * each client has exactly the events that it may see, each once, in the order of the log.
 */
@QuarkusTest
class FeedModelTest {

    private static final int EVENTS = 600;
    private static final int PATIENTS = 12;
    private static final Random RANDOM = new Random(7);

    @Inject
    Vertx vertx;

    @Inject
    FeedGate gate;

    @Inject
    StreamConfig config;

    private final String topic = "model-" + UUID.randomUUID() + ".events";
    private final List<String> patients =
            Stream.generate(() -> UUID.randomUUID().toString()).limit(PATIENTS).toList();
    private final List<FeedNode> gateways = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();

    /** One client, which may see some of the patients, and remembers what it was told as any client would. */
    private final class Client {
        final String subject = UUID.randomUUID().toString();
        final Set<String> visible = ConcurrentHashMap.newKeySet();
        final List<JsonObject> told = new CopyOnWriteArrayList<>();
        final List<String> gaps = new CopyOnWriteArrayList<>();
        volatile long place;
        private @Nullable Channel channel;

        Client(int number, long place) {
            this.place = place;
            for (int i = 0; i < PATIENTS; i++) if (number == 0 || i % number == 0) visible.add(patients.get(i));
        }

        /** Leaves, and comes back at the other gateway or the same with the last place that it knows. */
        synchronized void connect(FeedNode node) {
            FeedSubscriber who = new FeedSubscriber(
                    TestCallers.of(TestTokens.of("nurse", Map.of("sub", subject))),
                    null,
                    new CallerOrigin("127.0.0.1", "model", "00-1-1-00", null));
            FeedSelection selection = new FeedSelection(Set.of(FeedTopic.QUEUE), null, null);
            Context context = vertx.getOrCreateContext();
            Channel opened = new Channel(this);
            channel = opened;
            OpenStream open = new OpenStream(
                    context, node.log(), node.tail(), gate, who, selection, opened, config, place, end -> {});
            node.tail().onEntries(entries -> open.wake());
            open.wake();
        }

        synchronized void leave() {
            channel = null;
        }
    }

    private static final class Channel implements StreamChannel {
        private final Client client;

        Channel(Client client) {
            this.client = client;
        }

        @Override
        public void send(List<Delivery> deliveries) {
            synchronized (client) {
                if (client.channel != this) return;
                for (Delivery delivery : deliveries) {
                    client.told.add(new JsonObject(delivery.json()));
                    client.place = delivery.seq();
                }
            }
        }

        @Override
        public void gap(long from, long to) {
            synchronized (client) {
                if (client.channel == this) client.gaps.add(from + "-" + to);
            }
        }

        @Override
        public void heartbeat(long place) {}

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onDrained(Runnable drained) {}

        @Override
        public void onClosed(Runnable closed) {}

        @Override
        public void close(StreamEnd end) {}
    }

    @BeforeEach
    void createTopic() throws Exception {
        StubUpstreams.patients().reset();
        StubUpstreams.patients().start();
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", KafkaServer.current().bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        clients.forEach(Client::leave);
        for (FeedNode node : gateways) node.stop();
        StubUpstreams.patients().reset();
    }

    private FeedNode gateway() {
        FeedNode node = new FeedNode(
                vertx,
                RedisServer.current().url(),
                Map.of(
                        "name", topic,
                        "kafka.servers", KafkaServer.current().bootstrap(),
                        "kafka.group", topic,
                        "kafka.topics", topic));
        node.start();
        gateways.add(node);
        return node;
    }

    @Test
    void each_client_has_seen_what_it_may_see_once_and_in_order() throws Exception {
        FeedNode one = gateway();
        FeedNode other = gateway();
        await().until(() -> one.tail().isConnected() && other.tail().isConnected());
        long beginning = FeedNode.last(one.log());
        for (int i = 0; i < 6; i++) clients.add(new Client(i, beginning));
        StubUpstreams.patients().sees = (subject, patient) ->
                clients.stream().anyMatch(client -> client.subject.equals(subject) && client.visible.contains(patient));
        clients.forEach(client -> client.connect(one));
        List<String> happened = new ArrayList<>();

        for (int i = 0; i < EVENTS; i++) {
            happened.add(happen(i));
            if (i % 40 == 20) clients.get(RANDOM.nextInt(clients.size())).connect(RANDOM.nextBoolean() ? one : other);
            if (i == 200) {
                RedisControl.awaitAppendOnlyFile();
                RedisServer.current().kill();
            }
            if (i == 260) RedisServer.current().start();
        }
        one.stop();
        clients.forEach(client -> client.connect(other));
        for (int i = EVENTS; i < EVENTS + 30; i++) happened.add(happen(i));

        for (Client client : clients) {
            long expected = happened.stream().filter(client.visible::contains).count();
            await().atMost(Duration.ofSeconds(30)).until(() -> client.told.size() >= expected);
        }
        for (Client client : clients) {
            List<Integer> numbers = client.told.stream()
                    .map(event -> event.getJsonObject("data").getInteger("tokenNumber"))
                    .toList();
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < happened.size(); i++) if (client.visible.contains(happened.get(i))) expected.add(i);
            assertThat(client.gaps).isEmpty();
            assertThat(numbers).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
            assertThat(client.told.stream().map(event -> event.getLong("seq")).toList())
                    .isSorted();
            // Of one patient things stay in the order in which they happened.
            for (String patient : client.visible)
                assertThat(client.told.stream()
                                .map(event -> event.getJsonObject("data"))
                                .filter(data -> patient.equals(data.getString("patientId")))
                                .map(data -> data.getInteger("tokenNumber")))
                        .isSorted();
        }
    }

    /** Returns the patient. */
    private String happen(int number) {
        String patient = patients.get(number % PATIENTS);
        TopicClient.publish(
                topic,
                "queue.entry-moved.v1",
                UUID.fromString(patient),
                Map.of(
                        "queueEntryId",
                        UUID.randomUUID(),
                        "patientId",
                        patient,
                        "tokenNumber",
                        number,
                        "status",
                        "waiting"));
        return patient;
    }
}
