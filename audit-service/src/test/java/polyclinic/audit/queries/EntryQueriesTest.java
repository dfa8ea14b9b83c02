package polyclinic.audit.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.Filters;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.SampleRecords;
import polyclinic.audit.ingest.ChainFeed;
import polyclinic.audit.tree.Hashes;
import polyclinic.commons.testing.web.ServiceClient;

@QuarkusTest
class EntryQueriesTest extends ServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void an_entry_is_shown_with_its_place_and_whole() {
        int chain = freshChain();
        AuditRecord record = record("update", UUID.randomUUID(), "doctor", "2026-03-01T10:00:00.000001Z");
        feed.append(chain, List.of(record));

        JsonPath entry = as("auditor")
                .get("/api/v1/audit/" + record.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(entry.getMap("").keySet())
                .containsExactlyInAnyOrder(
                        "id",
                        "seq",
                        "chain",
                        "offset",
                        "hash",
                        "previousHash",
                        "occurredAt",
                        "actor",
                        "action",
                        "entityType",
                        "entityId",
                        "patientId",
                        "outcome",
                        "reason",
                        "changedFields",
                        "source",
                        "traceId",
                        "metadata");
        assertThat(entry.getInt("seq")).isEqualTo(1);
        assertThat(entry.getInt("chain")).isEqualTo(chain);
        assertThat(entry.getString("previousHash")).isEqualTo(ChainHead.GENESIS);
        assertThat(entry.getString("actor.name")).isEqualTo("doctor");
        assertThat(entry.getList("changedFields")).containsExactly("phone");
        assertThat(entry.getString("source.service")).isEqualTo("patient-service");
    }

    @Test
    void each_filter_narrows_and_the_newest_comes_first() {
        int chain = freshChain();
        UUID patient = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        String actor = "actor-" + UUID.randomUUID();
        feed.append(
                chain,
                List.of(
                        record("read", patient, actor, "2026-03-01T10:00:00.000001Z"),
                        record("update", patient, actor, "2026-03-01T10:00:01.000001Z"),
                        record("read", patient, "nurse", "2026-03-01T10:00:02.000001Z"),
                        record("read", other, actor, "2026-03-01T10:00:03.000001Z")));

        assertThat(seqs("patientId=" + patient)).containsExactly(3, 2, 1);
        assertThat(seqs("actor=" + actor)).containsExactly(4, 2, 1);
        assertThat(seqs("actor=subject-of-" + actor)).containsExactly(4, 2, 1);
        assertThat(seqs("actor=" + actor + "&action=read")).containsExactly(4, 1);
        assertThat(seqs("entityType=patient&entityId=" + patient)).containsExactly(3, 2, 1);
        assertThat(seqs("patientId=" + patient + "&outcome=denied")).isEmpty();
        assertThat(seqs("patientId=" + patient + "&from=2026-03-01T10:00:01.000001Z"))
                .containsExactly(3, 2);
        assertThat(seqs("patientId=" + patient + "&to=2026-03-01T10:00:01.000001Z"))
                .containsExactly(1);
    }

    @Test
    void what_somebody_was_refused_is_found_by_who_and_outcome_together() {
        UUID patient = UUID.randomUUID();
        String actor = "actor-" + UUID.randomUUID();
        feed.append(
                freshChain(),
                List.of(
                        record("read", patient, actor, "2026-03-01T10:00:00.000001Z"),
                        SampleRecords.with(
                                record("read", patient, actor, "2026-03-01T10:00:01.000001Z"), "outcome", "denied"),
                        SampleRecords.with(
                                record("read", patient, "nurse", "2026-03-01T10:00:02.000001Z"), "outcome", "denied"),
                        SampleRecords.with(
                                record("read", patient, actor, "2026-03-01T10:00:03.000001Z"), "outcome", "failed")));

        assertThat(seqs("actor=" + actor + "&outcome=denied")).containsExactly(2);
        assertThat(seqs("actor=subject-of-" + actor + "&outcome=denied")).containsExactly(2);
        assertThat(seqs("actor=" + actor + "&outcome=denied&patientId=" + UUID.randomUUID()))
                .isEmpty();
    }

    @Test
    void an_entry_about_several_patients_is_found_by_each_and_told_to_each_without_the_others() {
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        AuditRecord search = SampleRecords.with(
                SampleRecords.with(
                        SampleRecords.with(
                                SampleRecords.with(
                                        record("search", one, "doctor", "2026-03-01T10:00:00.000001Z"),
                                        "patientId",
                                        null),
                                "patientIds",
                                List.of(one.toString(), other.toString())),
                        "query",
                        "q=ada"),
                "entityId",
                null);
        AuditRecord denied = SampleRecords.with(
                record("read", other, "patient", "2026-03-01T10:00:01.000001Z"), "outcome", "denied");
        feed.append(freshChain(), List.of(search, denied));

        assertThat(seqs("patientId=" + one)).containsExactly(1);
        assertThat(seqs("patientId=" + other)).containsExactly(2, 1);
        String report = asPatient(other)
                .get("/api/v1/audit/access-report")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(report).contains(search.id(), denied.id(), "\"denied\"").doesNotContain(one.toString(), "q=ada");
    }

    @Test
    void an_entry_about_several_things_is_found_by_each_and_keeps_its_hash() {
        UUID patient = UUID.randomUUID();
        List<String> things =
                List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
        AuditRecord several = SampleRecords.with(
                SampleRecords.with(
                        record("create", patient, "importer", "2026-03-01T10:00:00.000001Z"), "entityId", null),
                "entityIds",
                things);
        AuditRecord one = SampleRecords.with(
                record("read", patient, "nurse", "2026-03-01T10:00:01.000001Z"), "entityId", things.get(0));
        feed.append(freshChain(), List.of(several, one));

        assertThat(seqs("entityId=" + things.get(0))).containsExactly(2, 1);
        assertThat(seqs("entityType=patient&entityId=" + things.get(1))).containsExactly(1);
        as("auditor")
                .get("/api/v1/audit?entityId=" + things.get(1))
                .then()
                .body("items[0].entityIds", equalTo(things))
                .body("items[0].entityId", nullValue());
        asPatient(patient).get("/api/v1/audit/access-report").then().body("items.entityIds", hasItem(things));
    }

    @Test
    void pages_of_a_query_follow_each_other_without_a_gap_or_a_double() {
        int chain = freshChain();
        UUID patient = UUID.randomUUID();
        List<AuditRecord> many = new ArrayList<>();
        for (int i = 0; i < 25; i++)
            many.add(record("read", patient, "doctor", "2026-03-01T10:00:0" + i / 5 + ".000001Z"));
        feed.append(chain, many);

        List<String> found = pages("/api/v1/audit?limit=4&patientId=" + patient);

        assertThat(found).hasSize(25).doesNotHaveDuplicates();
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        many.stream().map(AuditRecord::id).toList());
    }

    @Test
    void the_whole_trail_can_be_paged_backwards() {
        int one = freshChain();
        int two = freshChain();
        feed.append(one, 1, 30);
        feed.append(two, 1, 7);

        List<String> found = pages("/api/v1/audit?limit=199");

        assertThat(found).doesNotHaveDuplicates();
        Set<String> all = new HashSet<>(found);
        for (int i = 1; i <= 30; i++)
            assertThat(all).contains(ChainFeed.record(one, i).id());
        for (int i = 1; i <= 7; i++)
            assertThat(all).contains(ChainFeed.record(two, i).id());
    }

    @Test
    void a_page_links_to_the_next() {
        feed.append(freshChain(), 1, 5);

        Response page = as("auditor").get("/api/v1/audit?limit=2");

        assertThat(page.jsonPath().getList("items")).hasSize(2);
        assertThat(page.header("Link"))
                .startsWith("</api/v1/audit?")
                .contains("after=" + page.jsonPath().getString("next"))
                .endsWith("rel=\"next\"");
    }

    @Test
    void reading_the_trail_leaves_an_entry_in_the_trail() {
        UUID patient = UUID.randomUUID();

        as("auditor").get("/api/v1/audit?patientId=" + patient).then().statusCode(200);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(collection("entries")
                        .countDocuments(Filters.and(
                                Filters.eq("patientId", patient.toString()),
                                Filters.eq("action", "search"),
                                Filters.eq("entityType", "audit_entry"),
                                Filters.eq("actor.name", "auditor"),
                                Filters.eq("source.service", "audit-service"))))
                .isEqualTo(1));
    }

    @Test
    void an_export_is_exact_enough_to_recompute_every_hash() throws Exception {
        int chain = freshChain();
        feed.append(chain, 1, 1203);

        Response export = as("auditor").get("/api/v1/audit/export?format=ndjson");

        assertThat(export.statusCode()).isEqualTo(200);
        assertThat(export.contentType()).startsWith("application/x-ndjson");
        List<ObjectNode> entries = new ArrayList<>();
        for (String line : export.asString().split("\n")) entries.add((ObjectNode) JSON.readTree(line));
        List<ObjectNode> ours = entries.stream()
                .filter(entry -> entry.get("chain").asInt() == chain)
                .toList();
        assertThat(ours).hasSize(1203);
        String previous = ChainHead.GENESIS;
        for (int i = 0; i < ours.size(); i++) {
            ObjectNode entry = ours.get(i);
            String hash = entry.remove("hash").asText();
            assertThat(entry.get("seq").asInt()).isEqualTo(i + 1);
            assertThat(entry.remove("previousHash").asText()).isEqualTo(previous);
            byte[] canonical = jcs(entry).getBytes(StandardCharsets.UTF_8);
            assertThat(Hashes.hex(Hashes.sha256(HexFormat.of().parseHex(previous), canonical)))
                    .isEqualTo(hash);
            previous = hash;
        }
    }

    @Test
    void health_tells_of_each_store() {
        ServiceClient.management().get("/q/health/ready").then().statusCode(200);
        assertThat(ServiceClient.management().get("/q/health/well").jsonPath().getList("checks.name"))
                .contains("kafka", "s3");
    }

    @Test
    void an_export_for_spreadsheets_has_a_header_and_holds_no_formulas() {
        UUID patient = UUID.randomUUID();
        AuditRecord plain = record("read", patient, "=HYPERLINK(\"x\"),1", "2026-03-01T10:00:00.000001Z");
        feed.append(freshChain(), List.of(plain));

        Response export = as("auditor").get("/api/v1/audit/export?format=csv&patientId=" + patient);

        assertThat(export.contentType()).startsWith("text/csv");
        List<String> lines = export.asString().lines().toList();
        assertThat(lines.get(0)).startsWith("id,seq,chain,offset,hash,previousHash,occurredAt,actorSubject");
        assertThat(lines)
                .filteredOn(line -> line.startsWith(plain.id() + ",1,"))
                .singleElement()
                .asString()
                .contains("\"'=HYPERLINK(\"\"x\"\"),1\"");
    }

    @Test
    void a_patient_sees_who_opened_their_record_and_nobody_elses() {
        UUID patient = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        feed.append(
                freshChain(),
                List.of(
                        record("read", patient, "doctor", "2026-03-01T10:00:00.000001Z"),
                        record("read", other, "doctor", "2026-03-01T10:00:01.000001Z"),
                        record("update", patient, "nurse", "2026-03-01T10:00:02.000001Z")));

        Response own = asPatient(patient).get("/api/v1/audit/access-report");

        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.jsonPath().getList("items.actor.name")).containsExactly("nurse", "doctor");
        assertThat(own.asString()).doesNotContain("127.0.0.1").doesNotContain("userAgent");
        assertThat(asPatient(patient)
                        .get("/api/v1/audit/access-report?patientId=" + patient)
                        .statusCode())
                .isEqualTo(200);
        assertThat(asPatient(patient)
                        .get("/api/v1/audit/access-report?patientId=" + other)
                        .statusCode())
                .isEqualTo(404);
        assertThat(as("auditor")
                        .get("/api/v1/audit/access-report?patientId=" + other)
                        .jsonPath()
                        .getList("items.actor.name"))
                .containsExactly("doctor");
        as("patient").get("/api/v1/audit/access-report").then().statusCode(404);
    }

    private static List<Integer> seqs(String query) {
        return as("auditor")
                .get("/api/v1/audit?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.findAll { it.source.service != 'audit-service' }.seq");
    }

    private static List<String> pages(String first) {
        List<String> found = new ArrayList<>();
        String after = null;
        do {
            JsonPath page = as("auditor")
                    .get(first + (after == null ? "" : "&after=" + after))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            List<String> ids = page.getList("items.id");
            List<String> services = page.getList("items.source.service");
            for (int i = 0; i < ids.size(); i++) if (!services.get(i).equals("audit-service")) found.add(ids.get(i));
            after = page.getString("next");
        } while (after != null);
        return found;
    }

    private static AuditRecord record(String action, UUID patient, String actor, String at) {
        return new AuditRecord(
                UUID.randomUUID().toString(),
                at,
                new AuditRecord.Actor("subject-of-" + actor, actor, List.of("doctor")),
                action,
                "patient",
                patient.toString(),
                null,
                patient.toString(),
                null,
                null,
                "success",
                "why",
                List.of("phone"),
                new AuditRecord.Source("patient-service", "127.0.0.1", "agent"),
                "4bf92f3577b34da6a3ce929d0e0e4736",
                null);
    }

    /** A second opinion on RFC 8785, for JSON of texts, whole numbers, arrays and objects. */
    private static String jcs(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, String> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), jcs(member.getValue())));
            return members.entrySet().stream()
                    .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(jcs(element)));
            return "[" + String.join(",", elements) + "]";
        }
        return node.toString();
    }
}
