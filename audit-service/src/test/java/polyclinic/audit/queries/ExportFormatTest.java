package polyclinic.audit.queries;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.DamagedEntry;
import polyclinic.audit.chain.StoredEntry;

class ExportFormatTest {
    private static final ChainEntry FULL = ChainEntry.after(
            ChainHead.start(2),
            17,
            new AuditRecord(
                    "01900000-0000-7000-0000-000000000001",
                    "2026-03-01T10:00:01.000001Z",
                    new AuditRecord.Actor("0f1a", "doctor", List.of("doctor", "nurse")),
                    "read",
                    "patient",
                    "e1",
                    null,
                    "01900000-0000-7000-8000-00000000000a",
                    null,
                    null,
                    "success",
                    "because, \"so\"",
                    List.of("phone", "email"),
                    new AuditRecord.Source("patient-service", "127.0.0.1", "test/1.0"),
                    "4bf92f3577b34da6a3ce929d0e0e4736",
                    null));
    private static final ChainEntry BARE = ChainEntry.after(
            FULL.head(),
            18,
            new AuditRecord(
                    "01900000-0000-7000-0000-000000000002",
                    "2026-03-01T10:00:02.000000Z",
                    new AuditRecord.Actor("=cmd", null, List.of()),
                    "search",
                    "patient",
                    null,
                    null,
                    null,
                    null,
                    null,
                    "denied",
                    null,
                    List.of(),
                    new AuditRecord.Source("s", null, null),
                    null,
                    null));
    private static final List<StoredEntry> ENTRIES =
            List.of(FULL, BARE, new DamagedEntry("0002/000000000000003", "x", ""));

    @Test
    void ndjson_has_the_members_of_the_api_in_their_order() {
        assertThat(ExportFormat.NDJSON.header()).isEmpty();
        assertThat(ExportFormat.NDJSON.lines(ENTRIES)).isEqualTo("""
                        {"id":"01900000-0000-7000-0000-000000000001","seq":1,"chain":2,"offset":17,\
                        "hash":"4e56fd5db654a6c6a4b94c55b82b9c6371504b2efefc0e2221cf8aaa3ea293d1",\
                        "previousHash":"0000000000000000000000000000000000000000000000000000000000000000",\
                        "occurredAt":"2026-03-01T10:00:01.000001Z",\
                        "actor":{"subject":"0f1a","name":"doctor","roles":["doctor","nurse"]},"action":"read",\
                        "entityType":"patient","entityId":"e1","patientId":"01900000-0000-7000-8000-00000000000a",\
                        "outcome":"success","reason":"because, \\"so\\"","changedFields":["phone","email"],\
                        "source":{"service":"patient-service","ip":"127.0.0.1","userAgent":"test/1.0"},\
                        "traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}
                        {"id":"01900000-0000-7000-0000-000000000002","seq":2,"chain":2,"offset":18,\
                        "hash":"f6672536a7882178ef4ba34b7208ee597bc0193f61a01e106ef49c3ba587793e",\
                        "previousHash":"4e56fd5db654a6c6a4b94c55b82b9c6371504b2efefc0e2221cf8aaa3ea293d1",\
                        "occurredAt":"2026-03-01T10:00:02.000000Z","actor":{"subject":"=cmd","roles":[]},\
                        "action":"search","entityType":"patient","outcome":"denied","changedFields":[],\
                        "source":{"service":"s"}}
                        {"id":"x","seq":-1,"chain":-1,"offset":-1}
                        """);
    }

    @Test
    void csv_has_a_line_for_each_entry_and_no_formula() {
        assertThat(ExportFormat.CSV.header())
                .isEqualTo(
                        "id,seq,chain,offset,hash,previousHash,occurredAt,actorSubject,actorName,actorRoles,action,"
                                + "entityType,entityId,patientId,outcome,reason,changedFields,service,ip,userAgent,traceId,patientIds,query,entityIds\r\n");
        assertThat(ExportFormat.CSV.lines(ENTRIES)).isEqualTo("""
                        01900000-0000-7000-0000-000000000001,1,2,17,\
                        4e56fd5db654a6c6a4b94c55b82b9c6371504b2efefc0e2221cf8aaa3ea293d1,\
                        0000000000000000000000000000000000000000000000000000000000000000,\
                        2026-03-01T10:00:01.000001Z,0f1a,doctor,doctor nurse,read,patient,e1,\
                        01900000-0000-7000-8000-00000000000a,success,"because, ""so""\",phone email,\
                        patient-service,127.0.0.1,test/1.0,4bf92f3577b34da6a3ce929d0e0e4736,,,\r
                        01900000-0000-7000-0000-000000000002,2,2,18,\
                        f6672536a7882178ef4ba34b7208ee597bc0193f61a01e106ef49c3ba587793e,\
                        4e56fd5db654a6c6a4b94c55b82b9c6371504b2efefc0e2221cf8aaa3ea293d1,\
                        2026-03-01T10:00:02.000000Z,'=cmd,,,search,patient,,,denied,,,s,,,,,,\r
                        x,-1,-1,-1,,,,,,,,,,,,,,,,,,,,\r
                        """);
    }

    @Test
    void fhir_has_an_entity_for_each_patient_and_the_query_in_base64() throws Exception {
        AuditRecord search = new AuditRecord(
                "01900000-0000-7000-0000-000000000003",
                "2026-03-01T10:00:03.000000Z",
                new AuditRecord.Actor("0f1a", "cashier", List.of("cashier")),
                "search",
                "patient",
                null,
                null,
                null,
                List.of("01900000-0000-7000-8000-00000000000b", "01900000-0000-7000-8000-00000000000c"),
                "q=ada",
                "denied",
                null,
                List.of(),
                new AuditRecord.Source("patient-service", "127.0.0.1", null),
                null,
                null);

        JsonNode event = new ObjectMapper()
                .readTree(ExportFormat.FHIR.lines(List.of(ChainEntry.after(ChainHead.start(0), 0, search))));

        assertThat(event.findValuesAsText("reference"))
                .containsExactly(
                        "Patient/01900000-0000-7000-8000-00000000000b", "Patient/01900000-0000-7000-8000-00000000000c");
        assertThat(event.findValuesAsText("query")).containsExactly("cT1hZGE=");
        assertThat(event.path("resourceType").asText()).isEqualTo("AuditEvent");
        assertThat(event.path("action").asText()).isEqualTo("E");
        assertThat(event.path("outcome").asText()).isEqualTo("4");
        for (String required : List.of("type", "recorded", "agent", "source"))
            assertThat(event.path(required).isMissingNode()).as(required).isFalse();
    }

    @Test
    void a_sign_in_is_a_user_authentication_in_fhir() throws Exception {
        JsonNode signedIn = fhir(signIn("login", "session", "success", null));
        JsonNode refused = fhir(signIn("login_failed", "account", "failed", "invalid_user_credentials"));
        JsonNode signedOut = fhir(signIn("logout", "session", "success", null));

        for (JsonNode event : List.of(signedIn, refused, signedOut)) {
            assertThat(event.path("type").path("system").asText())
                    .isEqualTo("http://dicom.nema.org/resources/ontology/DCM");
            assertThat(event.path("type").path("code").asText()).isEqualTo("110114");
            assertThat(event.path("action").asText()).isEqualTo("E");
            assertThat(event.path("agent")
                            .path(0)
                            .path("network")
                            .path("address")
                            .asText())
                    .isEqualTo("192.0.2.7");
        }
        assertThat(signedIn.path("subtype").findValuesAsText("code")).containsExactly("110122", "login");
        assertThat(refused.path("subtype").findValuesAsText("code")).containsExactly("110122", "login_failed");
        assertThat(signedOut.path("subtype").findValuesAsText("code")).containsExactly("110123", "logout");
        assertThat(List.of(signedIn, refused, signedOut))
                .extracting(event -> event.path("outcome").asText())
                .containsExactly("0", "8", "0");
        assertThat(refused.path("outcomeDesc").asText()).isEqualTo("invalid_user_credentials");
        assertThat(fhir(FULL.record()).path("type").path("code").asText()).isEqualTo("rest");
    }

    private static JsonNode fhir(AuditRecord record) throws Exception {
        return new ObjectMapper()
                .readTree(ExportFormat.FHIR.lines(List.of(ChainEntry.after(ChainHead.start(0), 0, record))));
    }

    private static AuditRecord signIn(String action, String type, String outcome, @Nullable String reason) {
        return new AuditRecord(
                "01900000-0000-7000-0000-000000000005",
                "2026-03-01T10:00:05.000000Z",
                new AuditRecord.Actor("0f1a", "doctor", List.of()),
                action,
                type,
                "s1",
                null,
                null,
                null,
                null,
                outcome,
                reason,
                List.of(),
                new AuditRecord.Source("audit-service", "192.0.2.7", null),
                null,
                null);
    }

    @Test
    void ndjson_and_csv_carry_several_patients_several_things_and_the_query() {
        AuditRecord search = new AuditRecord(
                "01900000-0000-7000-0000-000000000004",
                "2026-03-01T10:00:04.000000Z",
                new AuditRecord.Actor("0f1a", "cashier", List.of("cashier")),
                "search",
                "patient",
                null,
                List.of("e1", "e2"),
                null,
                List.of("b", "c"),
                "q=ada",
                "success",
                null,
                List.of(),
                new AuditRecord.Source("patient-service", null, null),
                null,
                null);
        List<StoredEntry> entries = List.of(ChainEntry.after(ChainHead.start(0), 0, search));

        assertThat(ExportFormat.NDJSON.lines(entries))
                .contains("\"entityIds\":[\"e1\",\"e2\"],\"patientIds\":[\"b\",\"c\"],\"query\":\"q=ada\"");
        assertThat(ExportFormat.CSV.lines(entries)).endsWith(",b c,q=ada,e1 e2\r\n");
    }
}
