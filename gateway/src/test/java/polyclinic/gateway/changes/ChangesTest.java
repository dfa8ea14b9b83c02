package polyclinic.gateway.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.ClinicEvents.appointment;
import static polyclinic.gateway.testing.ClinicEvents.id;
import static polyclinic.gateway.testing.ClinicEvents.note;
import static polyclinic.gateway.testing.ClinicEvents.waits;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.feed.FeedLog;
import polyclinic.gateway.feed.FeedNode;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/** The log for clients that were offline. */
@QuarkusTest
class ChangesTest {

    @Inject
    FeedLog log;

    private final String patient = id();
    private final String doctor = id();
    private final String token =
            TestTokens.of("nurse", Map.of("sub", UUID.randomUUID().toString()));

    @BeforeEach
    @AfterEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
        StubUpstreams.all().forEach(StubUpstream::start);
    }

    @Test
    void who_begins_is_told_the_place_and_reads_on_from_it_page_by_page() {
        long place = changes("").getLong("next");
        List<String> happened = new ArrayList<>();
        for (int i = 0; i < 7; i++) happened.add(waits(patient, doctor));
        awaitTold("?topics=queue&after=" + place, 7);

        List<String> read = new ArrayList<>();
        boolean more = true;
        while (more) {
            JsonObject page = changes("?topics=queue&limit=3&after=" + place);
            page.getJsonArray("items").forEach(item -> read.add(((JsonObject) item).getString("entityId")));
            place = page.getLong("next");
            more = page.getBoolean("more");
        }

        assertThat(read).containsExactlyElementsOf(happened);
        assertThat(changes("?topics=queue&after=" + place).getJsonArray("items"))
                .isEmpty();
    }

    @Test
    void what_is_in_no_list_any_more_is_marked_as_deleted() {
        long place = changes("").getLong("next");
        note("signed", "signed", patient);
        String withdrawn = note("entered-in-error", "entered_in_error", patient);
        awaitTold("?topics=notes&after=" + place, 2);

        List<JsonObject> items = items(changes("?topics=notes&after=" + place));

        assertThat(items).extracting(item -> item.getBoolean("deleted")).containsExactly(null, true);
        assertThat(items.get(1).getString("entityId")).isEqualTo(withdrawn);
    }

    @Test
    void drafts_are_nobody_s_but_their_writer_s() {
        long place = changes("").getLong("next");
        note("drafted", "draft", patient);
        waits(patient, doctor);
        awaitTold("?topics=queue&after=" + place, 1);

        assertThat(items(changes("?topics=notes,queue&after=" + place)))
                .extracting(item -> item.getString("type"))
                .containsExactly("queue.entry-added.v1");
    }

    @Test
    void a_machine_that_keeps_another_programs_files_follows_what_they_hold_and_nothing_else() {
        String machine =
                TestTokens.of("importer", Map.of("sub", UUID.randomUUID().toString()));
        long place = changes("").getLong("next");
        appointment("booked", "scheduled", patient, doctor);
        waits(patient, doctor);
        note("signed", "signed", patient);
        awaitTold("?topics=queue,notes,appointments&patientId=" + patient + "&after=" + place, 3);

        String told = get("/api/v1/changes?patientId=" + patient + "&after=" + place, machine)
                .body();
        assertThat(items(new JsonObject(told)))
                .extracting(item -> item.getString("type"))
                .containsExactlyInAnyOrder("queue.entry-added.v1", "note.signed.v1");
        assertThat(get("/api/v1/changes?topics=appointments&after=" + place, machine)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void rights_are_those_of_the_moment_at_which_it_is_read() {
        StubUpstreams.appointments().doctor = doctor;
        String asDoctor =
                TestTokens.of("doctor", Map.of("sub", UUID.randomUUID().toString()));
        long place = changes("").getLong("next");
        appointment("booked", "scheduled", patient, doctor);
        awaitTold("?topics=appointments&after=" + place, 1);
        StubUpstreams.patients().sees = (subject, asked) -> false;

        JsonObject page = new JsonObject(get("/api/v1/changes?topics=appointments&after=" + place, asDoctor)
                .body());

        assertThat(page.getJsonArray("items")).isEmpty();
        assertThat(page.getLong("next")).isGreaterThan(place);
    }

    /** Else one client's feed would close the service to all others. */
    @Test
    void a_service_that_refuses_a_question_is_not_away() {
        long place = changes("").getLong("next");
        waits(patient, doctor);
        awaitTold("?topics=queue&after=" + place, 1);
        StubUpstreams.patients().refusesQuestions = true;
        for (int i = 0; i < 20; i++) {
            String another = TestTokens.of("nurse", Map.of("sub", id()));
            assertThat(get("/api/v1/changes?topics=queue&after=" + place, another)
                            .statusCode())
                    .isEqualTo(503);
        }

        assertThat(get("/api/v1/patients/" + patient, token).statusCode()).isEqualTo(200);
    }

    @Test
    void a_place_that_is_too_old_or_made_up_is_gone() {
        for (String place : List.of("1", Long.toString(FeedNode.last(log) + 7))) {
            HttpResponse<String> gone = get("/api/v1/changes?after=" + place, token);

            assertThat(gone.statusCode()).isEqualTo(410);
            assertThat(slug(gone)).isEqualTo("changes-gone");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?after=x",
                "?after=-1",
                "?after=1%0a",
                "?after=99999999999999999999",
                "?limit=0",
                "?limit=-1",
                "?limit=x",
                "?limit=99999",
                "?topics=x",
                "?topics=care",
                "?doctorId=x",
                "?patientId=x"
            })
    void what_is_not_as_the_contract_says_is_refused(String query) {
        assertThat(slug(get("/api/v1/changes" + query, token))).isEqualTo("invalid-input");
    }

    @Test
    void who_has_no_role_for_it_or_no_token_is_refused() {
        assertThat(slug(get("/api/v1/changes?topics=queue", TestTokens.of("cashier"))))
                .isEqualTo("forbidden");
        assertThat(slug(get("/api/v1/changes", TestTokens.forged("nurse")))).isEqualTo("unauthorized");
    }

    private JsonObject changes(String query) {
        HttpResponse<String> answer = get("/api/v1/changes" + query, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static List<JsonObject> items(JsonObject page) {
        return page.getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }

    private void awaitTold(String query, int count) {
        await().until(() -> items(changes(query)).size() >= count);
    }
}
