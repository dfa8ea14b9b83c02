package polyclinic.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.feed.FeedEntryMapper.Notification;

/** Whom the events of the contracts notify. */
class NotificationRulesTest {

    private static final Path SAMPLES = Path.of("..", "contracts", "events", "samples");
    private static final String ID = "018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001";
    private static final Instant TIME = Instant.parse("2026-03-02T09:30:00Z");

    static Set<String> types() {
        return NotificationRules.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void of_an_event_a_notification_has_what_it_is_about_and_nothing_else(String type) throws IOException {
        JsonObject sample = sample(type);
        sample.put("critical", false);

        Notification notification = notification(type, sample, "somebody");

        JsonObject kept = new JsonObject(notification.entry());
        assertThat(kept.fieldNames())
                .containsExactlyInAnyOrder("topic", "type", "occurredAt", "entityType", "data", "audience");
        assertThat(kept.getJsonObject("data").fieldNames())
                .containsExactlyInAnyOrder("type", "entityType", "entityId", "patientId");
        assertThat(notification.recipients()).isNotEmpty();
        FeedEntry entry = FeedEntry.alone(7, notification.entry());
        assertThat(new JsonObject(entry.json()).getString("entityId")).isEqualTo(NotificationId.of(7));
        assertThat(entry.except()).isEqualTo("somebody");
        assertThat(entry.rights()).isNotEqualTo(FeedTopic.NOTIFICATIONS);
    }

    @ParameterizedTest
    @CsvSource({
        "task.created.v1, account:assignee",
        "task.updated.v1, account:assignee",
        "task.completed.v1, account:createdBy",
        "task.cancelled.v1, account:assignee account:createdBy",
        "note.draft-expiring.v1, account:createdBy",
        "ai-proposal.opened.v1, account:createdBy",
        "ai-proposal.failed.v1, account:createdBy",
        "alert.raised.v1, role:receptionist account:subject doctor:" + ID,
        "appointment.booked.v1, patient:" + ID,
        "appointment.rescheduled.v1, patient:" + ID + " doctor:" + ID,
        "appointment.cancelled.v1, patient:" + ID + " doctor:" + ID,
        "prescription.issued.v1, patient:" + ID + " role:pharmacist",
        "prescription.cancelled.v1, patient:" + ID + " role:pharmacist",
        "lab-request.reviewed.v1, patient:" + ID
    })
    void it_is_for_those_whom_it_concerns(String type, String recipients) throws IOException {
        assertThat(notification(type, sample(type), null).recipients())
                .containsExactlyInAnyOrder(recipients.split(" "));
    }

    @Test
    void a_task_that_nobody_has_is_for_its_role() throws IOException {
        JsonObject task = sample("task.created.v1");
        task.remove("assignee");

        assertThat(notification("task.created.v1", task, null).recipients()).containsExactly("role:receptionist");
    }

    @Test
    void a_result_is_for_who_asked_unless_it_is_critical_which_is_an_alert_of_its_own() throws IOException {
        JsonObject result = sample("lab-request.resulted.v1");

        assertThat(find("lab-request.resulted.v1", result.put("critical", true), null))
                .isNull();
        assertThat(notification("lab-request.resulted.v1", result.put("critical", false), null)
                        .recipients())
                .containsExactly("doctor:" + ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prescription.cancelled.v1", "lab-request.reviewed.v1"})
    void what_was_a_draft_or_is_not_released_is_for_nobody(String type) throws IOException {
        JsonObject event = sample(type);
        event.remove("documentAssetId");

        assertThat(find(type, event.put("released", false), null)).isNull();
    }

    @Test
    void what_is_older_than_notifications_are_kept_is_none() throws IOException {
        ConsumerRecord<String, String> event = event("task.created.v1", sample("task.created.v1"), null);
        String stored = String.valueOf(FeedEntryMapper.stored(event));

        assertThat(FeedEntryMapper.notification(event, stored, TIME.plusSeconds(1)))
                .isNull();
    }

    @Test
    void an_account_whose_name_is_none_has_no_notifications_of_others() throws IOException {
        for (String name : new String[] {"a role:nurse", "", "a\nb", "x".repeat(201)})
            assertThat(find("task.completed.v1", sample("task.completed.v1").put("createdBy", name), null))
                    .as(name)
                    .isNull();
    }

    @Test
    void what_is_not_as_agreed_is_refused() throws IOException {
        for (Map.Entry<String, Object> wrong :
                Map.<String, Object>of("roles", "nurse", "subjects", 7).entrySet())
            assertThatThrownBy(() -> find(
                            "alert.raised.v1", sample("alert.raised.v1").put(wrong.getKey(), wrong.getValue()), null))
                    .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_id_is_a_uuid_that_says_its_place_and_no_other_does() {
        for (long place : new long[] {0, 1, 1_795_747_200_123L, (1L << 48) - 1}) {
            assertThat(UUID.fromString(NotificationId.of(place)).version()).isEqualTo(7);
            assertThat(NotificationId.place(NotificationId.of(place))).hasValue(place);
        }
        for (String other :
                new String[] {"", "7", "1-1-1-1-1", ID, UUID.randomUUID().toString(), "x".repeat(36)})
            assertThat(NotificationId.place(other)).as(other).isEmpty();
    }

    private static JsonObject sample(String type) throws IOException {
        return new JsonObject(Files.readString(SAMPLES.resolve(type + ".json")));
    }

    private static Notification notification(String type, JsonObject data, @Nullable String actor) {
        Notification found = find(type, data, actor);
        if (found == null) throw new AssertionError(type + " notifies nobody");
        return found;
    }

    private static @Nullable Notification find(String type, JsonObject data, @Nullable String actor) {
        ConsumerRecord<String, String> event = event(type, data, actor);
        return FeedEntryMapper.notification(event, String.valueOf(FeedEntryMapper.stored(event)), TIME);
    }

    private static ConsumerRecord<String, String> event(String type, JsonObject data, @Nullable String actor) {
        ConsumerRecord<String, String> event = new ConsumerRecord<>("x.events", 0, 0, "key", data.encode());
        event.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        event.headers().add("ce_time", TIME.toString().getBytes(StandardCharsets.UTF_8));
        if (actor != null) event.headers().add("ce_actor", actor.getBytes(StandardCharsets.UTF_8));
        return event;
    }
}
