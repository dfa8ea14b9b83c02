package polyclinic.audit.access;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;

class AuditAccessPolicyTest {
    private static final UUID OWN = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();
    private static final Map<String, AccessPolicy> POLICIES = Map.ofEntries(
            entry("GET /api/v1/audit", AuditAccessPolicy.ENTRIES),
            entry("GET /api/v1/audit/{id}", AuditAccessPolicy.ENTRIES),
            entry("GET /api/v1/audit/{id}/proof", AuditAccessPolicy.ENTRIES),
            entry("GET /api/v1/audit/export", AuditAccessPolicy.ENTRIES),
            entry("GET /api/v1/audit/access-report", AuditAccessPolicy.ACCESS_REPORT),
            entry("GET /api/v1/audit/checkpoints", AuditAccessPolicy.CHECKPOINTS),
            entry("GET /api/v1/audit/keys", AuditAccessPolicy.CHECKPOINTS),
            entry("GET /api/v1/audit/segments", AuditAccessPolicy.CHECKPOINTS),
            entry("GET /api/v1/audit/segments/{year}/{chain}", AuditAccessPolicy.CHECKPOINTS),
            entry("GET /api/v1/audit/segments/{year}/entries", AuditAccessPolicy.ENTRIES),
            entry("GET /api/v1/audit/segments/{year}/{chain}/{seq}/proof", AuditAccessPolicy.ENTRIES),
            entry("POST /api/v1/audit/verify", AuditAccessPolicy.CHECKPOINTS),
            entry("POST /api/v1/analytics/events", AuditAccessPolicy.OWN_EVENTS),
            entry("GET /api/v1/analytics/events", AuditAccessPolicy.EVENTS),
            entry("GET /api/v1/analytics/months", AuditAccessPolicy.EVENTS),
            entry("GET /api/v1/analytics/months/{month}/events", AuditAccessPolicy.EVENTS),
            entry("GET /api/v1/analytics/summary", AuditAccessPolicy.EVENTS),
            entry("GET /api/v1/dead-letters", AuditAccessPolicy.DEAD_LETTERS),
            entry("GET /api/v1/dead-letters/{id}", AuditAccessPolicy.DEAD_LETTERS),
            entry("POST /api/v1/dead-letters/{id}/drop", AuditAccessPolicy.DEAD_LETTERS),
            entry("POST /api/v1/dead-letters/{id}/replay", AuditAccessPolicy.DEAD_LETTERS));

    @ParameterizedTest
    @MethodSource("operations")
    void a_role_has_an_operation_when_it_reaches_something_in_it(String line) {
        String[] operation = line.split(";");
        AccessPolicy policy = Objects.requireNonNull(POLICIES.get(operation[0]), operation[0]);

        Set<String> reaching = Roles.ALL.stream()
                .filter(role -> policy.grants(caller(role, OWN)))
                .collect(Collectors.toSet());

        assertThat(reaching).containsExactlyInAnyOrder(operation[1].split(" "));
    }

    private static Stream<String> operations() throws IOException {
        try (InputStream table = AuditAccessPolicyTest.class.getResourceAsStream("/roles.csv")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"));
        }
    }

    @Test
    void a_patient_gets_their_own_report_whether_or_not_they_name_themselves() {
        Caller patient = caller(Roles.PATIENT, OWN);

        assertThat(AuditAccessPolicy.reportedPatient(patient, null)).isEqualTo(OWN);
        assertThat(AuditAccessPolicy.reportedPatient(patient, OWN)).isEqualTo(OWN);
    }

    @Test
    void a_patient_gets_no_report_of_another_and_none_without_a_record() {
        assertThatThrownBy(() -> AuditAccessPolicy.reportedPatient(caller(Roles.PATIENT, OWN), OTHER))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> AuditAccessPolicy.reportedPatient(caller(Roles.PATIENT, null), null))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void an_auditor_has_to_name_the_patient() {
        Caller auditor = caller(Roles.AUDITOR, null);

        assertThat(AuditAccessPolicy.reportedPatient(auditor, OTHER)).isEqualTo(OTHER);
        assertThatThrownBy(() -> AuditAccessPolicy.reportedPatient(auditor, null))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.slug()).isEqualTo("invalid-input"));
    }

    private static Caller caller(String role, @Nullable UUID patientId) {
        return new Caller("subject", "name", Set.of(role), patientId, null, null);
    }
}
