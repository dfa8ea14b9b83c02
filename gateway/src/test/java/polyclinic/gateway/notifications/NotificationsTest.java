package polyclinic.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.ClinicEvents.event;
import static polyclinic.gateway.testing.ClinicEvents.id;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.RedisServer;
import polyclinic.gateway.testing.ClinicEvents;
import polyclinic.gateway.testing.FeedClient;
import polyclinic.gateway.testing.FeedClient.Event;
import polyclinic.gateway.testing.RedisControl;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/** People's notifications, as clients have them. */
@QuarkusTest
class NotificationsTest {

    private static final String PATH = "/api/v1/notifications";
    private static final String TOPIC = "?topics=notifications";
    private static final String OTHER = "somebody-else";

    private final String patient = id();
    private final String doctor = id();
    private final String subject = id();
    private final String token = TestTokens.of("nurse", Map.of("sub", subject));
    private final List<FeedClient> clients = new ArrayList<>();

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
        StubUpstreams.all().forEach(StubUpstream::start);
    }

    @AfterEach
    void close() {
        clients.forEach(FeedClient::close);
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @Test
    void a_task_is_told_to_whose_it_is_at_once_and_stays_in_their_list() {
        FeedClient live = open(TOPIC, token);

        String task = task(Map.of("assignee", subject));

        Event told = live.await(1).get(0);
        assertThat(told.data().fieldNames())
                .containsExactlyInAnyOrder("seq", "type", "occurredAt", "entityType", "entityId", "data");
        assertThat(told.data().getString("type")).isEqualTo("notification.created.v1");
        JsonObject about = new JsonObject()
                .put("type", "task.created.v1")
                .put("entityType", "task")
                .put("entityId", task)
                .put("patientId", patient);
        assertThat(told.data().getJsonObject("data")).isEqualTo(about);
        JsonObject kept = list("", token).get(0);
        assertThat(kept)
                .isEqualTo(about.copy()
                        .put("id", told.data().getString("entityId"))
                        .put("occurredAt", told.data().getString("occurredAt"))
                        .put("read", false));
        assertThat(list("", TestTokens.of("nurse", Map.of("sub", id()))))
                .noneMatch(item -> task.equals(item.getString("entityId")));
    }

    @Test
    void each_of_a_role_is_told_once_and_has_read_it_alone() {
        String task = task(Map.of("role", "nurse"));
        awaitOne(task, token);
        String other = TestTokens.of("nurse", Map.of("sub", id()));

        assertThat(read(idOf(task, token), token).statusCode()).isEqualTo(200);

        assertThat(find(task, token).getBoolean("read")).isTrue();
        assertThat(find(task, other).getBoolean("read")).isFalse();
        assertThat(entities("?unread=true&limit=200", token)).doesNotContain(task);
        assertThat(entities("?limit=200", token)).containsOnlyOnce(task);
        assertThat(entities("?limit=200", TestTokens.of("pharmacist"))).doesNotContain(task);
    }

    @Test
    void reading_is_said_twice_and_counts_once_and_the_other_devices_are_told_once() {
        FeedClient tablet = open(TOPIC, token);
        FeedClient stranger = open(TOPIC, TestTokens.of("nurse", Map.of("sub", id())));
        String task = task(Map.of("assignee", subject));
        String notification = tablet.await(1).get(0).data().getString("entityId");

        JsonObject first = new JsonObject(read(notification, token).body());
        JsonObject second = new JsonObject(read(notification, token).body());
        String next = task(Map.of("assignee", subject));

        assertThat(first).isEqualTo(second);
        assertThat(first.getString("entityId")).isEqualTo(task);
        assertThat(first.getString("readAt")).isNotNull();
        List<Event> told = tablet.await(3);
        assertThat(told)
                .extracting(event -> event.data().getString("type"))
                .containsExactly("notification.created.v1", "notification.read.v1", "notification.created.v1");
        assertThat(told.get(1).data().getString("entityId")).isEqualTo(notification);
        assertThat(told.get(2).data().getJsonObject("data").getString("entityId"))
                .isEqualTo(next);
        assertThat(stranger.events()).isEmpty();
    }

    @Test
    void the_newest_come_first_page_by_page() {
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < 7; i++) tasks.add(0, task(Map.of("assignee", subject)));
        awaitOne(tasks.get(0), token);

        List<String> read = new ArrayList<>();
        String query = "?limit=3";
        while (query != null) {
            HttpResponse<String> answer = get(PATH + query, token);
            JsonObject page = new JsonObject(answer.body());
            items(page).forEach(item -> {
                if (tasks.contains(item.getString("entityId"))) read.add(item.getString("entityId"));
            });
            String next = page.getString("next");
            query = next == null ? null : "?limit=3&after=" + next;
            assertThat(answer.headers().firstValue("link").isPresent()).isEqualTo(next != null);
        }

        assertThat(read).isEqualTo(tasks);
    }

    @Test
    void who_has_done_it_is_not_told_and_who_is_told_twice_by_a_service_is_told_once() {
        task(subject, Map.of("assignee", subject));
        Map<String, Object> body =
                Map.of("taskId", id(), "assignee", subject, "patientId", patient, "status", "open", "role", "nurse");
        String event = id();
        ClinicEvents.again("appointment.events", "task.created.v1", event, OTHER, body);
        ClinicEvents.again("appointment.events", "task.created.v1", event, OTHER, body);
        String last = task(Map.of("assignee", subject));
        awaitOne(last, token);

        assertThat(ofOwnTasks(list("", token))).containsExactly(last, (String) body.get("taskId"));
    }

    @Test
    void a_doctor_is_told_as_the_doctor_whose_account_it_is_and_not_of_who_is_not_in_care() {
        StubUpstreams.appointments().doctor = doctor;
        Set<String> inCare = ConcurrentHashMap.newKeySet();
        inCare.add(patient);
        StubUpstreams.patients().sees = (who, asked) -> inCare.contains(asked);
        String account = id();
        String asDoctor = TestTokens.of("doctor", Map.of("sub", account));
        FeedClient live = open(TOPIC, asDoctor);

        String result = event("prescription.events", "lab-request.resulted.v1", "labRequestId", OTHER, result(patient));
        event("prescription.events", "lab-request.resulted.v1", "labRequestId", OTHER, result(id()));
        String moved = appointment("rescheduled", "scheduled");
        List<Event> told = live.await(2);

        assertThat(told)
                .extracting(event -> event.data().getJsonObject("data").getString("entityId"))
                .containsExactlyInAnyOrder(result, moved);
        assertThat(entities("", asDoctor)).containsExactlyInAnyOrder(result, moved);
        inCare.clear();
        String cancelled = appointment("cancelled", "cancelled");
        JsonObject end = live.await(3).get(2).data();
        assertThat(end.getJsonObject("data").getString("entityId")).isEqualTo(cancelled);
        assertThat(end.encode()).doesNotContain(patient);
        String notification = told.get(0).data().getString("entityId");
        assertThat(entities("", asDoctor)).containsExactly(cancelled);
        assertThat(slug(read(notification, asDoctor))).isEqualTo("not-found");
        StubUpstreams.appointments().doctor = id();
        assertThat(entities("", asDoctor)).isEmpty();
    }

    @Test
    void a_patient_is_told_of_what_is_their_own() {
        String asPatient = TestTokens.of("patient", Map.of("sub", id(), "patient_id", patient));
        Map<String, Object> issued =
                Map.of("patientId", patient, "doctorId", doctor, "status", "issued", "documentAssetId", id());
        String prescription = event("prescription.events", "prescription.issued.v1", "prescriptionId", OTHER, issued);
        String booked = appointment("booked", "scheduled");
        awaitOne(booked, asPatient);
        awaitOne(prescription, asPatient);

        assertThat(entities("", asPatient)).containsExactlyInAnyOrder(booked, prescription);
        assertThat(entities("?limit=200", TestTokens.of("pharmacist")))
                .contains(prescription)
                .doesNotContain(booked);
        assertThat(entities("", TestTokens.of("patient", Map.of("sub", id(), "patient_id", id()))))
                .isEmpty();
    }

    @Test
    void nobody_is_told_of_a_patient_before_patient_service_has_entered_it_into_the_trail() {
        String task = task(Map.of("assignee", subject));
        task(Map.of("assignee", subject, "patientId", id()));
        awaitOne(task, TestTokens.of("nurse", Map.of("sub", subject)));
        StubUpstreams.patients().sees = (who, asked) -> false;
        String fresh = TestTokens.of("nurse", Map.of("sub", subject, "realm_access", roles("receptionist")));

        assertThat(entities("", fresh)).isEmpty();
        StubUpstreams.patients().hangsUp = true;
        String unknown = TestTokens.of("nurse", Map.of("sub", subject, "realm_access", roles("pharmacist")));
        assertThat(slug(get(PATH, unknown))).isEqualTo("unavailable");
    }

    @Test
    void while_redis_is_away_it_says_so_and_afterwards_everything_is_there_as_it_was_read() {
        String task = task(Map.of("assignee", subject));
        awaitOne(task, token);
        String notification = idOf(task, token);
        String before = read(notification, token).body();
        RedisControl.awaitAppendOnlyFile();

        RedisServer.current().kill();
        HttpResponse<String> list = get(PATH, token);
        HttpResponse<String> mark = read(notification, token);
        RedisServer.current().start();

        assertThat(slug(list)).isEqualTo("unavailable");
        assertThat(slug(mark)).isEqualTo("unavailable");
        await().ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> read(notification, token).body().equals(before));
        await().ignoreExceptionsInstanceOf(AssertionError.class).until(() -> open(TOPIC, token) != null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?unread=yes",
                "?unread=",
                "?limit=0",
                "?limit=201",
                "?limit=x",
                "?limit=-1",
                "?after=7",
                "?after=x%0d%0aset-cookie:%20a=1",
                "?after=018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001"
            })
    void what_is_not_as_the_contract_says_is_refused(String query) {
        assertThat(slug(get(PATH + query, token))).isEqualTo("invalid-input");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "x",
                "018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001",
                "01a1f000-0000-7000-8000-000000000000",
                "ffffffff-ffff-7000-8000-000000000000",
                "%27%3B"
            })
    void a_forged_id_is_nobody_s(String forged) {
        assertThat(slug(read(forged, token))).isIn("not-found", "invalid-path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "{\"read\":true}", "{", "\u0000"})
    void a_body_that_says_something_is_refused(String body) {
        assertThat(slug(post(PATH + "/01a1f000-0000-7000-8000-000000000000/read", token, body)))
                .isEqualTo("invalid-input");
    }

    @Test
    void what_is_too_large_or_no_operation_or_nobody_s_to_ask_is_refused() {
        String read = PATH + "/01a1f000-0000-7000-8000-000000000000/read";
        assertThat(slug(post(read, token, " ".repeat(2_000)))).isEqualTo("too-large");
        assertThat(slug(get(read, token))).isEqualTo("method-not-allowed");
        assertThat(slug(post(PATH, token, "{}"))).isEqualTo("method-not-allowed");
        assertThat(slug(get(PATH, TestTokens.forged("nurse")))).isEqualTo("unauthorized");
        assertThat(slug(get(PATH, TestTokens.of("importer")))).isEqualTo("forbidden");
        assertThat(slug(post(read, TestTokens.of("importer"), "{}"))).isEqualTo("forbidden");
    }

    private Map<String, Object> result(String whose) {
        return Map.of(
                "patientId",
                whose,
                "requestedBy",
                Map.of("doctorId", doctor, "subject", "account"),
                "status",
                "resulted",
                "critical",
                false,
                "released",
                false);
    }

    private String appointment(String step, String status) {
        return ClinicEvents.appointment(step, status, patient, doctor);
    }

    private String task(Map<String, String> more) {
        return task(OTHER, more);
    }

    private String task(String actor, Map<String, String> more) {
        Map<String, String> task = new HashMap<>(Map.of("patientId", patient, "status", "open"));
        task.putAll(more);
        return event("appointment.events", "task.created.v1", "taskId", actor, task);
    }

    private static Map<String, Object> roles(String role) {
        return Map.of("roles", List.of(role));
    }

    private static void awaitOne(String entity, String token) {
        await().until(() -> entities("?limit=200", token).contains(entity));
    }

    /** What is told to all of the role by other tests is beside it. */
    private List<String> ofOwnTasks(List<JsonObject> items) {
        return items.stream()
                .filter(item -> patient.equals(item.getString("patientId")))
                .map(item -> item.getString("entityId"))
                .toList();
    }

    private static JsonObject find(String entity, String token) {
        return list("?limit=200", token).stream()
                .filter(item -> entity.equals(item.getString("entityId")))
                .findFirst()
                .orElseThrow();
    }

    private static String idOf(String entity, String token) {
        return find(entity, token).getString("id");
    }

    private static List<String> entities(String query, String token) {
        return list(query, token).stream()
                .map(item -> item.getString("entityId"))
                .toList();
    }

    private static List<JsonObject> list(String query, String token) {
        HttpResponse<String> answer = get(PATH + query, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return items(new JsonObject(answer.body())).toList();
    }

    private static Stream<JsonObject> items(JsonObject page) {
        return page.getJsonArray("items").stream().map(JsonObject.class::cast);
    }

    private static HttpResponse<String> read(String notification, String token) {
        return post(PATH + "/" + notification + "/read", token, "{}");
    }

    private static HttpResponse<String> post(String path, String token, String body) {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private FeedClient open(String query, String token) {
        FeedClient client = FeedClient.open(query, token);
        clients.add(client);
        return client;
    }
}
