package polyclinic.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log keeps of each event that the contracts have. */
class FeedEntryMapperTest {

    private static final Path SAMPLES = Path.of("..", "contracts", "events", "samples");

    /** Names, texts and values of a record: none of them belongs into a store of the gateway's. */
    private static final Set<String> FORBIDDEN = Set.of(
            "givenName",
            "familyName",
            "birthDate",
            "phone",
            "email",
            "uhid",
            "reason",
            "cancellationReason",
            "doctorName",
            "results",
            "tests",
            "items",
            "conflicts",
            "sha256",
            "changedFields",
            "substance");

    @TestFactory
    Stream<DynamicTest> nothing_of_a_record_but_ids_times_and_states_is_kept() throws IOException {
        return samples()
                .map(sample -> DynamicTest.dynamicTest(type(sample), () -> {
                    String stored = FeedEntryMapper.stored(event(type(sample), Files.readString(sample)));
                    if (stored == null) return;

                    JsonObject entry = new JsonObject(stored);

                    assertThat(entry.getJsonObject("data").fieldNames()).doesNotContainAnyElementsOf(FORBIDDEN);
                    assertThat(entry.fieldNames())
                            .containsOnlyOnceElementsOf(List.of(
                                    "topic", "type", "occurredAt", "entityType", "entityId", "data", "audience"));
                    assertThat(FeedEntry.of(2, 1, stored).json())
                            .doesNotContain("audience")
                            .contains("\"seq\":2");
                }));
    }

    @Test
    void every_step_of_queue_appointments_tasks_and_alerts_is_told() throws IOException {
        Set<String> told = samples()
                .filter(sample -> {
                    try {
                        return FeedEntryMapper.stored(event(type(sample), Files.readString(sample))) != null;
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .map(FeedEntryMapperTest::type)
                .collect(Collectors.toSet());

        Set<String> steps = samples()
                .map(FeedEntryMapperTest::type)
                .filter(type -> type.matches("(queue|appointment|task|alert|lab-request|prescription|history)\\..*"))
                .collect(Collectors.toSet());

        assertThat(told).containsAll(steps).doesNotContain("audit.recorded.v1", "shift.opened.v1");
    }

    @Test
    void who_keeps_what_is_deleted_is_told_to_forget_it() {
        String deleted = FeedEntryMapper.stored(event("asset.deleted.v1", """
                {"assetId":"018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001","patientId":"018f3f6e-7a10-7c3a-9a55-5f2f8f6c0002",
                "kind":"document"}"""));

        assertThat(new JsonObject(String.valueOf(deleted)).getBoolean("deleted"))
                .isTrue();
    }

    @Test
    void who_began_a_draft_is_told_that_it_expires_and_nobody_of_the_rest_of_it() {
        String draft = """
                {"noteId":"018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001","patientId":"018f3f6e-7a10-7c3a-9a55-5f2f8f6c0002",
                "noteType":"soap","status":"draft","version":3,"createdBy":"house","expiresAt":"2026-03-05T09:30:00Z"}""";

        JsonObject told =
                new JsonObject(String.valueOf(FeedEntryMapper.stored(event("note.draft-expiring.v1", draft))));

        assertThat(told.getString("topic")).isEqualTo("TASKS");
        assertThat(told.getString("entityType")).isEqualTo("note");
        assertThat(told.getJsonObject("data").getString("expiresAt")).isEqualTo("2026-03-05T09:30:00Z");
        assertThat(told.getJsonObject("audience").getJsonArray("subjects")).isEqualTo(new JsonArray(List.of("house")));
        assertThat(told.getJsonObject("audience").getJsonArray("roles")).isEqualTo(new JsonArray());
        assertThat(told.getJsonObject("audience").getBoolean("released", false)).isFalse();
        assertThat(FeedEntryMapper.stored(event("note.drafted.v1", draft))).isNull();
    }

    @Test
    void who_asked_a_machine_is_told_of_its_proposal_and_of_nothing_that_it_says() {
        JsonObject told = new JsonObject(String.valueOf(FeedEntryMapper.stored(event("ai-proposal.opened.v1", """
                {"aiProposalId":"018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001","patientId":"018f3f6e-7a10-7c3a-9a55-5f2f8f6c0002",
                "version":2,"createdBy":"house","unsupported":true,"statements":["x"]}"""))));

        assertThat(told.getString("topic")).isEqualTo("TASKS");
        assertThat(told.getString("entityType")).isEqualTo("ai_proposal");
        assertThat(told.getJsonObject("data").fieldNames())
                .containsExactlyInAnyOrder("patientId", "unsupported", "version");
        assertThat(told.getJsonObject("audience").getJsonArray("subjects")).isEqualTo(new JsonArray(List.of("house")));
        assertThat(told.getJsonObject("audience").getJsonArray("roles")).isEqualTo(new JsonArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"taskId\":7}",
                "{\"taskId\":\"../etc\"}",
                "{\"taskId\":\"018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001\",\"patientId\":\"Ada\"}",
                "{\"taskId\":\"018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001\",\"patientId\":[1]}"
            })
    void an_event_that_is_not_as_agreed_is_not_told(String body) {
        assertThatThrownBy(() -> FeedEntryMapper.stored(event("task.created.v1", body)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Stream<Path> samples() throws IOException {
        try (Stream<Path> all = Files.list(SAMPLES)) {
            return all.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    private static String type(Path sample) {
        return sample.getFileName().toString().replace(".json", "");
    }

    private static ConsumerRecord<String, String> event(String type, @Nullable String body) {
        ConsumerRecord<String, String> event = new ConsumerRecord<>("x.events", 0, 0, "key", body);
        event.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        event.headers().add("ce_time", "2026-03-02T09:30:00Z".getBytes(StandardCharsets.UTF_8));
        return event;
    }
}
