package polyclinic.notes.notes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.web.Page;
import polyclinic.notes.testing.NotesServiceTest;

/** Reading and searching, through HTTP. */
@QuarkusTest
class NoteQueriesTest extends NotesServiceTest {
    private final UUID patient = patientInCare();

    @Test
    void a_reader_who_has_the_version_gets_304() {
        String id = drafted("doctor", patient).getString("id");

        as("doctor")
                .header("If-None-Match", "\"1\"")
                .get("/api/v1/notes/" + id)
                .then()
                .statusCode(304);
        as("doctor")
                .header("If-None-Match", "\"7\"")
                .get("/api/v1/notes/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    void patients_see_their_own_signed_notes_and_nothing_else() {
        String draft = drafted("doctor", patient).getString("id");
        String signed = drafted("doctor", patient).getString("id");
        sign("doctor", signed);
        UUID other = patientInCare();

        asPatient(patient).get("/api/v1/notes/" + draft).then().statusCode(404);
        asPatient(patient).get("/api/v1/notes/" + signed).then().statusCode(200);
        asPatient(other).get("/api/v1/notes/" + signed).then().statusCode(404);
        as("patient").get("/api/v1/notes/" + signed).then().statusCode(404);
        asPatient(patient).get("/api/v1/notes").then().body("items.id", contains(signed));
        asPatient(other).get("/api/v1/notes").then().body("items", empty());
        asPatient(other)
                .queryParam("patientId", patient)
                .get("/api/v1/notes")
                .then()
                .statusCode(200)
                .body("items", empty());
        asPatient(patient).get("/api/v1/notes/" + signed + "/versions").then().statusCode(403);
    }

    @Test
    void doctors_see_patients_in_care() {
        String id = drafted("nurse", patient).getString("id");

        as("doctor").get("/api/v1/notes/" + id).then().statusCode(200);
        as("doctor2").get("/api/v1/notes/" + id).then().statusCode(404);
        as("doctor2").get("/api/v1/notes/" + id + "/versions").then().statusCode(404);
        as("doctor2")
                .queryParam("patientId", patient)
                .get("/api/v1/notes")
                .then()
                .statusCode(200)
                .body("items", empty());
        as("admin").get("/api/v1/notes/" + id).then().statusCode(200);
    }

    @Test
    void a_read_leaves_an_audit_entry_before_the_answer() {
        String id = drafted("doctor", patient).getString("id");

        as("nurse").get("/api/v1/notes/" + id).then().statusCode(200);
        as("nurse").queryParam("patientId", patient).get("/api/v1/notes").then().statusCode(200);

        List<TopicClient.Message> entries = TopicClient.all("audit.entries").stream()
                .filter(entry ->
                        patient.toString().equals(entry.json().path("patientId").asText()))
                .filter(entry ->
                        "nurse".equals(entry.json().path("actor").path("name").asText()))
                .toList();
        assertThat(entries)
                .extracting(entry -> entry.json().get("action").asText())
                .containsExactly("read", "search");
    }

    @Test
    void search_finds_beginnings_of_words_whatever_their_case_and_accents() {
        LocalDate before = LocalDate.now(ZoneOffset.UTC);
        String cough = drafted("doctor", patient).getString("id");
        String muller = drafted(
                        "nurse", patient, "manual", "{\"text\":\"Family Müller: naïve about fevers\",\"temp\":38.5}")
                .getString("id");

        search("q", "cou").body("items.id", contains(cough));
        search("q", "MULL nai").body("items.id", contains(muller));
        search("q", "müller").body("items.id", contains(muller));
        search("q", "muller cough").body("items", empty());
        search("q", "ough").body("items", empty());
        search("q", "38").body("items.id", contains(muller));
        search("type", "manual").body("items.id", contains(muller));
        search("type", "ai_summary").body("items", empty());
        search("from", "2999-01-01").body("items", empty());
        search("to", "2001-01-01").body("items", empty());
        search("from", before.toString()).body("items", hasSize(2));
    }

    @ParameterizedTest
    @CsvSource({
        "患者は三日前から激しい頭痛を訴える, 頭痛, 頭痛",
        "ผู้ป่วยมีอาการปวดหัวรุนแรง, ปวดหัว, ปวดหัว",
        "مَرِيضٌ يَشْكُو مِنْ صُدَاعٍ, صداع, صُدَاعٍ",
        "İlaç verildi, ilac, İlaç",
        "Kopfschmerztabletten, kopfschmerz, Kopfschmerztabletten"
    })
    void search_finds_words_of_every_script_and_shows_them(String text, String question, String marked) {
        String id = drafted("doctor", patient, "manual", "{\"text\":\"" + text + "\"}")
                .getString("id");
        drafted("doctor", patient);

        Response found = as("doctor")
                .body("{\"patientId\":\"%s\",\"q\":\"%s\"}".formatted(patient, question))
                .post("/api/v1/notes/search");

        found.then().statusCode(200).body("items.id", contains(id)).body("items[0].snippet", equalTo(text));
        int start = found.path("items[0].highlights[0].start");
        int end = found.path("items[0].highlights[0].end");
        assertThat(text.substring(start, end)).isEqualTo(marked);
        search("q", question).body("items.id", contains(id));
    }

    @Test
    void the_note_that_fits_best_comes_first_whatever_its_age() {
        String often = manual("Cough. The cough is dry, and the cough wakes him.");
        String once = manual("No cough.");
        String beginning = manual("Coughing.");

        search("q", "cough").body("items.id", contains(often, once, beginning));
        search("q", "coughing").body("items.id", contains(beginning));
        as("doctor")
                .queryParam("patientId", patient)
                .get("/api/v1/notes")
                .then()
                .body("items.id", contains(beginning, once, often))
                .body("items[0].snippet", nullValue());
    }

    @Test
    void a_word_of_an_addendum_is_shown_from_there() {
        String id = drafted("doctor", patient).getString("id");
        sign("doctor", id);
        as("doctor").body("{\"text\":\"Streptococcus was found.\"}").post("/api/v1/notes/" + id + "/addenda");

        search("q", "strepto").body("items[0].snippet", equalTo("Streptococcus was found."));
        search("q", "strepto cough").body("items.id", contains(id));
    }

    @Test
    void all_matches_come_once_over_the_pages_however_many_they_are() {
        String id = manual("A rash.");
        Document note = collection("notes")
                .find(new Document("_id", UUID.fromString(id)))
                .first();
        List<Document> more = new ArrayList<>();
        for (int i = 1; i < 230; i++)
            more.add(new Document(requireNonNull(note))
                    .append("_id", UUID.randomUUID())
                    .append("createdAt", Date.from(Instant.now().minusSeconds(i / 2)))
                    .append("outbox", null)
                    .append("outboxPending", null));
        collection("notes").insertMany(more);

        List<String> seen = new ArrayList<>();
        String next = "";
        while (next != null) {
            Response page = as("doctor")
                    .queryParam("patientId", patient)
                    .queryParam("q", "rash")
                    .queryParam("limit", 30)
                    .queryParam("after", next)
                    .get("/api/v1/notes");
            seen.addAll(page.path("items.id"));
            next = page.path("next");
        }

        assertThat(seen).hasSize(230).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775807\n018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001",
                "+1000000-01-01T00:00:00Z\n018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001",
                "2026-01-01T00:00:00Z\nx",
                "2026-01-01T00:00:00Z",
                "1e999999",
                "99999999999999999999",
                "MjAyNi0wMS0wMVQwMDowMDowMFoKeA\n3",
                "MjAyNi0wMS0wMVQwMDowMDowMFoKMDE4ZjNmNmUtN2ExMC03YzNhLTlhNTUtNWYyZjhmNmMwMDAx\n2147483648",
                "MjAyNi0wMS0wMVQwMDowMDowMFoKMDE4ZjNmNmUtN2ExMC03YzNhLTlhNTUtNWYyZjhmNmMwMDAx\n-1",
                "MjAyNi0wMS0wMVQwMDowMDowMFoKMDE4ZjNmNmUtN2ExMC03YzNhLTlhNTUtNWYyZjhmNmMwMDAx\n100",
                "\n\n\n"
            })
    void a_cursor_that_somebody_made_up_is_422_in_every_list(String madeUp) {
        String note = manual("A rash.");
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(madeUp.getBytes(UTF_8));

        for (String list : List.of(
                "notes?patientId=" + patient,
                "notes?q=rash&patientId=" + patient,
                "notes/" + note + "/versions?limit=5",
                "clinical-data?patientId=" + patient,
                "clinical-data/trend?dataType=vital_signs&path=a&patientId=" + patient,
                "history?patientId=" + patient,
                "timelines/" + patient + "?limit=5"))
            as("doctor")
                    .urlEncodingEnabled(false)
                    .get("/api/v1/" + list + "&after=" + cursor)
                    .then()
                    .statusCode(422)
                    .contentType("application/problem+json");
    }

    private String manual(String text) {
        return drafted("doctor", patient, "manual", "{\"text\":\"" + text + "\"}")
                .getString("id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=%24",
                "type=nonsense",
                "type=SOAP",
                "from=yesterday",
                "to=2026-02-30",
                "limit=0",
                "limit=201",
                "after=%24",
                "after=eyJ9",
                "patientId=1",
                "patientId[$ne]=1&patientId=x",
                "q=%00"
            })
    void a_bad_question_is_422(String query) {
        as("nurse")
                .urlEncodingEnabled(false)
                .get("/api/v1/notes?" + query.replace("[", "%5B").replace("]", "%5D"))
                .then()
                .statusCode(422)
                .contentType("application/problem+json");
    }

    @Test
    void lists_come_in_pages_newest_first() {
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 5; i++) written.add(0, drafted("nurse", patient).getString("id"));

        List<String> seen = new ArrayList<>();
        String url = "/api/v1/notes?limit=2&patientId=" + patient;
        while (url != null) {
            Response page = as("nurse").urlEncodingEnabled(false).get(url);
            seen.addAll(page.path("items.id"));
            String link = page.header("Link");
            assertThat(link == null).isEqualTo(page.path("next") == null);
            url = link == null ? null : link.substring(1, link.indexOf('>'));
        }

        assertThat(seen).hasSize(5).containsExactlyInAnyOrderElementsOf(written);
        JsonPath all = as("nurse")
                .queryParam("patientId", patient)
                .get("/api/v1/notes")
                .jsonPath();
        assertThat(all.getList("items.id", String.class)).isEqualTo(seen);
        Set<String> distinct = new HashSet<>(seen);
        assertThat(distinct).hasSize(5);
    }

    @Test
    void large_notes_and_their_earlier_texts_come_in_small_pages() {
        String large = "{\"text\":\"" + "x".repeat(250 * 1024) + "\"}";
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 6; i++)
            written.add(0, drafted("nurse", patient, "manual", large).getString("id"));
        for (int version = 1; version < 6; version++)
            edit("nurse", written.get(0), version, "{\"content\":{\"edit\":" + version + "}}")
                    .then()
                    .statusCode(200);

        assertThat(pages("/api/v1/notes?limit=200&patientId=" + patient, "items.id"))
                .containsExactlyElementsOf(written);
        assertThat(pages("/api/v1/notes/" + written.get(0) + "/versions?limit=200", "items.version"))
                .hasSize(6);
    }

    /** What the field holds in all pages, of which there are several, none larger than a page may be. */
    private static List<Object> pages(String first, String field) {
        List<Object> seen = new ArrayList<>();
        int pages = 0;
        for (String url = first; url != null; pages++) {
            Response page = as("nurse").urlEncodingEnabled(false).get(url);
            assertThat(page.asByteArray().length).isLessThan(Page.MAX_BYTES + 1024);
            seen.addAll(page.path(field));
            String link = page.header("Link");
            url = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertThat(pages).isEqualTo(2);
        return seen;
    }

    private ValidatableResponse search(String parameter, String value) {
        return as("doctor")
                .queryParam("patientId", patient)
                .queryParam(parameter, value)
                .get("/api/v1/notes")
                .then()
                .statusCode(200);
    }
}
