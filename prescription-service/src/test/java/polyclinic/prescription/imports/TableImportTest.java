package polyclinic.prescription.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.contracts.HoldContract;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.prescription.ServiceTest;

@QuarkusTest
class TableImportTest extends ServiceTest {
    private static final String MEDICATIONS = "/api/v1/medications";
    private static final String INTERACTIONS = "/api/v1/interactions";
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";

    @Test
    void a_file_of_csv_makes_the_formulary_and_the_same_file_again_changes_nothing() {
        String mark = mark();
        String file = """
                name,form,strength,system,code,ingredients
                "%1$s, co-amoxiclav",tablet,500/125 mg,http://www.whocc.no/atc,J01CR02,amoxicillin; clavulanic acid
                "%1$s, co-amoxiclav",Tablet,500/125mg,http://rxnorm,562251,amoxicillin; clavulanic acid
                %1$s warfarin,tablet,2.5 mg,,,warfarin
                ,tablet,1 mg,,,nothing
                %1$s half,tablet
                """.formatted(mark);

        Response first = post(MEDICATIONS, CSV, file);
        Response again = post(MEDICATIONS, CSV, file);

        counts(first, 2, 1, 0, 2);
        counts(again, 0, 0, 3, 2);
        as("doctor")
                .get(MEDICATIONS + "?q=" + mark + " amoxicillin")
                .then()
                .body("items", hasSize(1))
                .body("items[0].codes.code", contains("J01CR02", "562251"))
                .body("items[0].ingredients", contains("amoxicillin", "clavulanic acid"))
                .body("items[0].version", equalTo(0));
        as("pharmacist")
                .get(first.header("Location") + "/lines?outcome=refused")
                .then()
                .statusCode(200)
                .body("items.line", contains(5, 6))
                .body("items.reason", contains("invalid: name must not be blank", "wrong-number-of-columns"));
    }

    @Test
    void a_file_of_ndjson_corrects_and_is_reported_line_by_line() {
        String mark = mark();
        post(MEDICATIONS, NDJSON, "{\"name\":\"" + mark + "\",\"ingredients\":[\"aspirin\"]}");

        Response answer = post(MEDICATIONS, NDJSON, """
                {"name":"%1$s","ingredients":["acetylsalicylic acid"],"status":"inactive"}

                {"name":"%1$s","ingredients":["ibuprofen"]}
                {"name":"%1$s"}
                {"name":"%1$s","colour":"red"}
                {"name":
                []
                """.formatted(mark));

        counts(answer, 0, 1, 1, 4);
        as("pharmacist")
                .get(answer.header("Location") + "/lines")
                .then()
                .body("items.line", contains(1, 3, 4, 5, 6, 7))
                .body("items.outcome", contains("updated", "refused", "unchanged", "refused", "refused", "refused"))
                .body("items[1].reason", equalTo("contradicts-earlier-line"))
                .body("items[3].reason", equalTo("unknown-or-wrong-field"))
                .body("items[4].reason", equalTo("malformed-json"))
                .body("items[5].reason", equalTo("not-an-object"));
        as("doctor")
                .get(MEDICATIONS + "?q=" + mark)
                .then()
                .body("items[0].status", equalTo("inactive"))
                .body("items[0].ingredients", contains("acetylsalicylic acid"));
    }

    @Test
    void a_file_of_many_portions_is_taken_whole() {
        String mark = mark();
        String file = IntStream.range(0, 1203)
                .mapToObj(i -> "{\"name\":\"" + mark + " " + i + "\"}")
                .collect(Collectors.joining("\n"));

        Response answer = post(MEDICATIONS, NDJSON, file);

        counts(answer, 1203, 0, 0, 0);
        List<Integer> lines = as("pharmacist")
                .get(answer.header("Location") + "/lines?limit=200")
                .path("items.line");
        assertThat(lines).hasSize(200).startsWith(1, 2);
    }

    @Test
    void a_clinic_loads_what_the_checks_know_and_it_counts_at_once() {
        String one = "alphazole" + letters();
        String other = "betamide" + letters();
        Visit visit = visit();
        String id = drafted(visit, one);
        as("doctor")
                .header("If-Match", "\"0\"")
                .body("{\"items\":[" + item(one) + "," + item(other) + "]}")
                .patch(one(id))
                .then()
                .statusCode(200);

        Response answer = post(INTERACTIONS, NDJSON, """
                {"substance":"%1$s","atc":"J02AC99","source":"clinic"}
                {"substance":"%2$s","atc":"A10BX99","source":"clinic"}
                {"first":"%2$s","second":"atc:J02A","severity":"major","mechanism":"enzyme","source":"clinic"}
                {"substance":"%2$s","atc":"nonsense","source":"clinic"}
                {"first":"%2$s","second":"%1$s","severity":"odd","mechanism":"enzyme","source":"clinic"}
                """.formatted(one, other));

        counts(answer, 3, 0, 0, 2);
        issue(id)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:polyclinic:problem:interaction-conflict"))
                .body("conflicts[0].mechanism", equalTo("enzyme"));
        counts(post(INTERACTIONS, CSV, """
                        first,second,severity,mechanism,source
                        atc:J02A,%1$s,minor,enzyme,clinic
                        """.formatted(other)), 0, 1, 0, 0);
        issue(id).then().statusCode(202);
    }

    /** Sent without a length and never held: only the portion that is being taken is in memory. */
    @Test
    void a_file_is_taken_while_it_arrives_and_what_breaks_off_can_be_sent_again() throws Exception {
        String mark = mark();
        PipedOutputStream client = new PipedOutputStream();
        var answer = send(client);

        client.write(lines(mark, 0, 1500).getBytes(StandardCharsets.UTF_8));
        client.flush();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !rows("select 1 from medication where name = $1", mark + " 400")
                        .isEmpty());
        client.write(new byte[] {(byte) 0xc3, '\n'});
        client.close();

        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
        assertThat(rows("select 1 from table_import where status = 'INTERRUPTED' and created >= 500"))
                .isNotEmpty();
        Response whole = post(MEDICATIONS, NDJSON, lines(mark, 0, 1500));
        assertThat(whole.<Integer>path("created") + whole.<Integer>path("unchanged"))
                .isEqualTo(1500);
        assertThat(whole.<Integer>path("unchanged")).isGreaterThanOrEqualTo(500);
        whole.then().body("status", equalTo("finished"));
    }

    /** For a recovery point: the service is quiet though the rest of the file lies there, and the client notices nothing but the time. */
    @Test
    void an_import_pauses_between_two_portions_while_writes_are_held() throws Exception {
        String mark = mark();
        PipedOutputStream client = new PipedOutputStream();
        var answer = send(client);
        // The JDK's client keeps back its last pieces of 16 KiB until it reads more: long lines, so that five hundred
        // are before them.
        client.write(lines(mark, 0, 600).replace("{", "{" + " ".repeat(960)).getBytes(StandardCharsets.UTF_8));
        client.flush();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(taken(mark)).isEqualTo(500));
        HoldContract.hold("10s");
        try {
            client.write(lines(mark, 600, 1500).getBytes(StandardCharsets.UTF_8));
            client.close();

            await().during(Duration.ofMillis(250))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> taken(mark) == 500
                            && HoldContract.state().path("underWay").asInt() == 0
                            && HoldContract.state()
                                            .path("pending")
                                            .path("imports")
                                            .asInt(-1)
                                    == 0);
        } finally {
            HoldContract.release();
        }

        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        assertThat(taken(mark)).isEqualTo(1500);
    }

    private int taken(String mark) {
        return rows("select 1 from medication where name like $1", mark + " %").size();
    }

    /** Begins to import what is written into the pipe. */
    private static CompletableFuture<HttpResponse<String>> send(PipedOutputStream client) throws IOException {
        PipedInputStream body = new PipedInputStream(client, 1 << 20);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + MEDICATIONS + "/import"))
                .header("Authorization", "Bearer " + Tokens.of("pharmacist"))
                .header("Content-Type", NDJSON)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                .build();
        return HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String lines(String mark, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"name\":\"" + mark + " " + i + "\"}\n")
                .collect(Collectors.joining());
    }

    @Test
    void lines_with_one_key_in_one_portion_are_taken_in_their_order() {
        String one = "alphazole" + letters();
        Response answer = post(INTERACTIONS, NDJSON, """
                {"substance":"%1$s","atc":"J02AC99","source":"first"}
                {"substance":"%1$s","atc":"J02AC99","source":"second"}
                {"substance":"%1$s","atc":"J02AC99","source":"second"}
                """.formatted(one));

        counts(answer, 1, 1, 1, 0);
        as("pharmacist")
                .get(answer.header("Location") + "/lines")
                .then()
                .body("items.outcome", contains("created", "updated", "unchanged"));
    }

    @Test
    void a_table_that_changed_screens_what_is_in_force_and_tells_each_conflict_once() {
        String one = "gammazole" + letters();
        String other = "deltamide" + letters();
        Visit visit = visit();
        String id = drafted(visit, one);
        as("doctor")
                .header("If-Match", "\"0\"")
                .body("{\"items\":[" + item(one) + "," + item(other) + "]}")
                .patch(one(id))
                .then()
                .statusCode(200);
        issue(id).then().statusCode(202);
        awaitStatus(id, "issued");
        String table = """
                {"substance":"%1$s","atc":"J02AC99","source":"clinic"}
                {"substance":"%2$s","atc":"A10BX99","source":"clinic"}
                {"first":"%2$s","second":"%1$s","severity":"major","mechanism":"enzyme","source":"%3$s"}
                """;

        post(INTERACTIONS, NDJSON, table.formatted(one, other, "first"));
        screen();
        int found = found(id);
        post(INTERACTIONS, NDJSON, table.formatted(one, other, "second"));
        screen();

        assertThat(found).isPositive().isEqualTo(found(id));
        assertThat(TopicClient.await(
                        "prescription.events",
                        message -> message.key().equals(id) && message.type().equals("prescription.conflict-found.v1"),
                        1))
                .hasSize(1);
    }

    private int found(String prescription) {
        return rows("select 1 from found_conflict where prescription_id = $1", UUID.fromString(prescription))
                .size();
    }

    /** Waits until all that was asked for is screened. */
    private void screen() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> rows("select 1 from table_screening").isEmpty());
    }

    @Test
    void what_is_no_file_is_refused_whole_and_leaves_nothing() {
        as("pharmacist")
                .contentType(CSV)
                .body(new byte[] {'n', 'a', 'm', 'e', '\n', (byte) 0xc3, '\n'})
                .post(MEDICATIONS + "/import")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:polyclinic:problem:malformed-text"));
        as("pharmacist")
                .contentType(CSV)
                .body("name,name\nx,y\n")
                .post(MEDICATIONS + "/import")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:polyclinic:problem:malformed-csv"));
        as("pharmacist").body("{}").post(MEDICATIONS + "/import").then().statusCode(415);
        as("pharmacist")
                .get(MEDICATIONS + "/import/" + UUID.randomUUID())
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {MEDICATIONS, INTERACTIONS})
    void a_file_of_no_type_is_refused(String table) throws Exception {
        HttpRequest untyped = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + table + "/import"))
                .header("Authorization", "Bearer " + Tokens.of("pharmacist"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        var answer = HttpClient.newHttpClient().send(untyped, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("urn:polyclinic:problem:unsupported-media-type");
    }

    private static void counts(Response answer, int created, int updated, int unchanged, int refused) {
        answer.then()
                .statusCode(201)
                .body("created", equalTo(created))
                .body("updated", equalTo(updated))
                .body("unchanged", equalTo(unchanged))
                .body("refused", equalTo(refused));
    }

    private static Response post(String what, String type, String file) {
        return as("pharmacist")
                .contentType(type)
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(what + "/import");
    }

    private static String item(String name) {
        return "{\"medication\":{\"name\":\"" + name
                + "\"},\"dose\":\"1\",\"route\":\"oral\",\"frequency\":\"daily\",\"durationDays\":3,\"quantity\":3}";
    }

    private static String mark() {
        return "mark" + letters();
    }

    private static String letters() {
        return UUID.randomUUID().toString().replaceAll("[^a-f]", "");
    }
}
