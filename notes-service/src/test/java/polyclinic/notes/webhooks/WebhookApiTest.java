package polyclinic.notes.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.notes.testing.NotesServiceTest;
import polyclinic.notes.testing.WebhookReceiver;

/** Webhooks from their registration to a receiver of HTTP. */
@QuarkusTest
class WebhookApiTest extends NotesServiceTest {
    private static final String PATH = "/api/v1/webhooks";
    private static final String FLAG = "/api/v1/flags/webhooks";

    @Inject
    Vertx vertx;

    private final List<WebhookReceiver> receivers = new ArrayList<>();
    private final List<String> registered = new ArrayList<>();
    private final UUID alert = UUID.randomUUID();

    @AfterEach
    void takeOut() {
        for (String id : registered) as("admin").delete(PATH + "/" + id);
        receivers.forEach(WebhookReceiver::close);
    }

    @Test
    void a_webhook_shows_its_secret_once_and_lies_without_it_in_the_store() {
        JsonPath made = register("https://hooks.example.org/in", "alerts", "tasks");
        String id = made.getString("id");
        String secret = made.getString("secret");

        assertThat(secret).startsWith("whsec_");
        as("admin")
                .get(PATH + "/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("url", equalTo("https://hooks.example.org/in"))
                .body("topics", equalTo(List.of("alerts", "tasks")))
                .body("status", equalTo("active"))
                .body("secret", nullValue());
        assertThat(as("admin").get(PATH).asString()).contains(id).doesNotContain(secret);
        assertThat(String.valueOf(stored(id))).doesNotContain(secret.substring(6));

        as("admin").delete(PATH + "/" + id).then().statusCode(204);
        assertProblem(as("admin").get(PATH + "/" + id), 404, "not-found");
        assertProblem(as("admin").delete(PATH + "/" + id), 404, "not-found");
        assertThat(stored(id).containsKey("secret")).isFalse();
        for (String action : List.of("create", "read", "delete"))
            assertThat(TopicClient.auditEntry(action, id)
                            .json()
                            .at("/actor/name")
                            .asText())
                    .isEqualTo("admin");
    }

    @Test
    void what_is_no_receiver_is_refused() {
        for (String url : List.of(
                "http://10.0.0.1/in",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/",
                "https://127.0.0.2/",
                "ftp://hooks.example.org",
                "hooks.example.org",
                "https://user:word@hooks.example.org"))
            assertProblem(send("{\"url\":\"" + url + "\",\"topics\":[\"alerts\"]}"), 422, "invalid-input");
        for (String topics : List.of("[]", "[\"care\"]", "[null]", "[\"everything\"]"))
            assertThat(send("{\"url\":\"https://hooks.example.org\",\"topics\":" + topics + "}")
                            .statusCode())
                    .isBetween(400, 422);
        as("doctor").get(PATH).then().statusCode(403);
    }

    @Test
    void an_event_is_told_once_signed_and_without_whose_it_is() throws Exception {
        WebhookReceiver receiver = receiver();
        JsonPath webhook = register(receiver.url(), "alerts");
        UUID patient = UUID.randomUUID();

        UUID event = TopicClient.publish(
                "appointment.events", "alert.raised.v1", alert, Map.of("alertId", alert, "patientId", patient));
        TopicClient.publish("appointment.events", event, "alert.raised.v1", alert, Map.of("alertId", alert));
        TopicClient.publish("appointment.events", "task.completed.v1", UUID.randomUUID(), Map.of());
        UUID last = raise();
        await().until(() -> receiver.received().stream()
                .anyMatch(one -> one.header("webhook-id").equals(last.toString())));

        List<WebhookReceiver.Received> told = receiver.received().stream()
                .filter(one -> one.header("webhook-id").equals(event.toString()))
                .toList();
        assertThat(told).hasSize(1);
        assertThat(receiver.received()).hasSize(2);
        WebhookReceiver.Received one = told.get(0);
        assertThat(one.method()).isEqualTo("POST");
        assertThat(one.header("content-type")).isEqualTo("application/json");
        assertThat(one.body())
                .startsWith("{\"type\":\"alert.raised.v1\",\"timestamp\":\"20")
                .endsWith("\",\"data\":{\"entityType\":\"alert\",\"entityId\":\"" + alert + "\"}}")
                .doesNotContain(patient.toString());
        assertThat(Long.parseLong(one.header("webhook-timestamp")))
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond() + 1);
        assertThat(one.header("webhook-signature")).isEqualTo(signature(webhook.getString("secret"), one));
        JsonPath ledger = ledger(webhook, "");
        assertThat(ledger.getList("items.eventId")).containsExactlyInAnyOrder(event.toString(), last.toString());
        assertThat(ledger.getList("items.status")).containsOnly("delivered");
        assertThat(ledger.getList("items.attempts.flatten().outcome")).containsOnly("delivered");
    }

    @Test
    void what_fails_is_tried_again_later_with_the_same_id_and_the_webhook_says_so() throws Exception {
        WebhookReceiver receiver = receiver().answer(500);
        JsonPath webhook = register(receiver.url(), "alerts");
        UUID event = raise();
        awaitStatus(webhook, "failing");
        JsonPath failed = ledger(webhook, "?status=pending");
        assertThat(failed.getList("items.attempts.flatten().status")).containsExactly(500);
        assertThat(Instant.parse(failed.getString("items[0].nextAttemptAt"))).isAfter(Instant.now());

        receiver.answer(200);
        makeDue(event);

        awaitStatus(webhook, "active");
        assertThat(receiver.received()).hasSize(2).allSatisfy(one -> {
            assertThat(one.header("webhook-id")).isEqualTo(event.toString());
            assertThat(one.header("webhook-signature")).isEqualTo(signature(webhook.getString("secret"), one));
        });
        assertThat(ledger(webhook, "?status=delivered").getList("items.attempts.flatten().outcome"))
                .containsExactly("refused", "delivered");
    }

    @Test
    void what_failed_for_the_last_time_waits_for_somebody_to_ask() {
        WebhookReceiver receiver = receiver().answer(503);
        JsonPath webhook = register(receiver.url(), "alerts");
        UUID event = raise();
        awaitStatus(webhook, "failing");

        change(event, Updates.combine(Updates.set("tries", 9), Updates.set("nextAttemptAt", new Date())));

        await().until(() -> ledger(webhook, "?status=failed").getList("items").size() == 1);
        assertThat(ledger(webhook, "").getString("items[0].nextAttemptAt")).isNull();
    }

    @Test
    void a_receiver_that_is_gone_gets_nothing_more_until_a_delivery_that_is_asked_for_succeeds() {
        WebhookReceiver receiver = receiver().answer(410);
        JsonPath webhook = register(receiver.url(), "alerts");
        UUID event = raise();
        awaitStatus(webhook, "disabled");
        assertThat(read(webhook).getString("disabledReason")).isEqualTo("gone");
        assertThat(TopicClient.auditEntry("disable", webhook.getString("id")).text("reason"))
                .isEqualTo("gone");
        receiver.answer(200);
        makeDue(event);
        UUID unheard = raise();
        raiseElsewhere();
        assertThat(receiver.received()).hasSize(1);

        String delivery = ledger(webhook, "").getString("items[0].id");
        as("admin")
                .post(PATH + "/" + webhook.getString("id") + "/deliveries/" + delivery + "/retry")
                .then()
                .statusCode(200)
                .body("status", equalTo("pending"));

        awaitStatus(webhook, "active");
        assertThat(receiver.received())
                .extracting(one -> one.header("webhook-id"))
                .containsExactly(event.toString(), event.toString())
                .doesNotContain(unheard.toString());
        assertThat(TopicClient.auditEntry("retry", delivery).text("entityType")).isEqualTo("webhook_delivery");
    }

    @Test
    void days_without_one_success_end_a_webhook() {
        WebhookReceiver receiver = receiver().answer(500);
        JsonPath webhook = register(receiver.url(), "alerts");
        UUID event = raise();
        awaitStatus(webhook, "failing");
        collection("webhooks")
                .updateOne(
                        Filters.eq("_id", UUID.fromString(webhook.getString("id"))),
                        Updates.set("failingSince", Date.from(Instant.now().minus(Duration.ofHours(73)))));

        makeDue(event);

        awaitStatus(webhook, "disabled");
        as("admin")
                .get(PATH + "/" + webhook.getString("id"))
                .then()
                .body("disabledReason", equalTo("failing"))
                .body("disabledAt", not(nullValue()));
    }

    @Test
    void a_receiver_that_says_nothing_holds_up_no_other() {
        WebhookReceiver silent = receiver().answer(WebhookReceiver.SILENCE);
        WebhookReceiver quick = receiver();
        register(silent.url(), "alerts");
        register(quick.url(), "alerts");

        for (int i = 0; i < 8; i++) raise();

        await().until(() -> quick.received().size() == 8);
        assertThat(silent.received()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void a_deleted_webhook_gets_nothing_of_what_is_due() {
        WebhookReceiver receiver = receiver().answer(500);
        JsonPath webhook = register(receiver.url(), "alerts");
        UUID event = raise();
        awaitStatus(webhook, "failing");

        as("admin").delete(PATH + "/" + webhook.getString("id")).then().statusCode(204);
        makeDue(event);
        raiseElsewhere();

        assertThat(receiver.received()).hasSize(1);
        assertProblem(as("admin").get(PATH + "/" + webhook.getString("id") + "/deliveries"), 404, "not-found");
    }

    @Test
    void the_ledger_is_read_page_by_page_and_knows_no_delivery_of_another_webhook() {
        WebhookReceiver receiver = receiver();
        JsonPath webhook = register(receiver.url(), "alerts");
        JsonPath other = register("https://hooks.example.org/in", "tasks");
        for (int i = 0; i < 3; i++) raise();
        await().until(() -> receiver.received().size() == 3);

        JsonPath first = ledger(webhook, "?limit=2");
        JsonPath rest = ledger(webhook, "?limit=2&after=" + first.getString("next"));

        assertThat(first.getList("items")).hasSize(2);
        assertThat(rest.getList("items")).hasSize(1);
        assertThat(rest.getString("next")).isNull();
        assertProblem(
                as("admin")
                        .post(PATH + "/" + other.getString("id") + "/deliveries/" + first.getString("items[0].id")
                                + "/retry"),
                404,
                "not-found");
    }

    @Test
    void while_webhooks_are_switched_off_what_is_due_waits_and_is_told_afterwards() {
        WebhookReceiver receiver = receiver();
        JsonPath webhook = register(receiver.url(), "alerts");
        as("admin").body("""
                {"enabled":false,"description":"a receiver is in trouble"}""").put(FLAG).then().statusCode(201);
        List<String> events = new ArrayList<>();
        try {
            // Each looks for what is due, so the first would be told before the last is taken up.
            for (int i = 1; i <= 3; i++) {
                events.add(raise().toString());
                int all = i;
                await().until(() ->
                        ledger(webhook, "?status=pending").getList("items").size() == all);
            }
            assertThat(receiver.received()).isEmpty();
        } finally {
            as("admin").delete(FLAG).then().statusCode(204);
        }

        await().until(() -> receiver.received().size() == 3);
        assertThat(receiver.received())
                .extracting(one -> one.header("webhook-id"))
                .containsExactlyInAnyOrderElementsOf(events);
    }

    private WebhookReceiver receiver() {
        WebhookReceiver receiver = new WebhookReceiver(vertx);
        receivers.add(receiver);
        return receiver;
    }

    private JsonPath register(String url, String... topics) {
        JsonPath made = send("{\"url\":\"%s\",\"topics\":[\"%s\"],\"description\":\"of a test\"}"
                        .formatted(url, String.join("\",\"", topics)))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        registered.add(made.getString("id"));
        return made;
    }

    private static Response send(String body) {
        return as("admin").body(body).post(PATH);
    }

    private UUID raise() {
        return TopicClient.publish("appointment.events", "alert.raised.v1", alert, Map.of("alertId", alert));
    }

    /** Waits until whatever came before has been taken up and due deliveries have been looked for again. */
    private void raiseElsewhere() {
        WebhookReceiver other = receiver();
        register(other.url(), "alerts");
        raise();
        await().until(() -> !other.received().isEmpty());
    }

    private static JsonPath read(JsonPath webhook) {
        return as("admin").get(PATH + "/" + webhook.getString("id")).jsonPath();
    }

    private static void awaitStatus(JsonPath webhook, String status) {
        await().atMost(Duration.ofSeconds(15))
                .until(() -> status.equals(read(webhook).getString("status")));
    }

    private static JsonPath ledger(JsonPath webhook, String query) {
        return as("admin")
                .get(PATH + "/" + webhook.getString("id") + "/deliveries" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void makeDue(UUID event) {
        change(event, Updates.set("nextAttemptAt", new Date()));
    }

    private void change(UUID event, Bson update) {
        assertThat(collection("webhook_deliveries")
                        .updateOne(Filters.eq("eventId", event), update)
                        .getModifiedCount())
                .isOne();
    }

    private Document stored(String id) {
        return collection("webhooks")
                .find(Filters.eq("_id", UUID.fromString(id)))
                .first();
    }

    private static String signature(String secret, WebhookReceiver.Received message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
        String signed = message.header("webhook-id") + "." + message.header("webhook-timestamp") + "." + message.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
