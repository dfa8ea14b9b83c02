package polyclinic.commons.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessPolicyTest {
    private static final UUID PATIENT = UUID.randomUUID();

    @Test
    void a_policy_names_every_role() {
        Map<String, Reach> forgotten = reaches();
        forgotten.remove(Roles.CASHIER);

        assertThatThrownBy(() -> AccessPolicy.of(forgotten)).hasMessageContaining(Roles.CASHIER);
    }

    @Test
    void each_reach_is_a_scope() {
        AccessPolicy policy = AccessPolicy.of(reaches());

        assertThat(policy.scope(caller(PATIENT, Roles.PATIENT))).isEqualTo(new Scope.OwnPatient(PATIENT));
        assertThat(policy.scope(caller(null, Roles.DOCTOR))).isEqualTo(new Scope.InCareOf("subject"));
        assertThat(policy.scope(caller(null, Roles.NURSE))).isEqualTo(Scope.ALL);
        assertThat(policy.scope(caller(null, Roles.AUDITOR))).isEqualTo(Scope.NONE);
    }

    @Test
    void an_account_without_a_patient_owns_nothing_and_an_unknown_role_reaches_nothing() {
        AccessPolicy policy = AccessPolicy.of(reaches());

        assertThat(policy.scope(caller(null, Roles.PATIENT))).isEqualTo(Scope.NONE);
        assertThat(policy.scope(caller(PATIENT, "offline_access"))).isEqualTo(Scope.NONE);
    }

    @Test
    void several_roles_reach_what_each_of_them_reaches() {
        AccessPolicy policy = AccessPolicy.of(reaches());

        assertThat(policy.scope(caller(PATIENT, Roles.PATIENT, Roles.DOCTOR)))
                .isEqualTo(new Scope.OwnPatientOrInCareOf(PATIENT, "subject"));
        assertThat(policy.scope(caller(null, Roles.PATIENT, Roles.DOCTOR))).isEqualTo(new Scope.InCareOf("subject"));
        assertThat(policy.scope(caller(PATIENT, Roles.PATIENT, Roles.AUDITOR)))
                .isEqualTo(new Scope.OwnPatient(PATIENT));
        assertThat(policy.scope(caller(PATIENT, Roles.AUDITOR, Roles.DOCTOR, Roles.NURSE)))
                .isEqualTo(Scope.ALL);
    }

    private static Map<String, Reach> reaches() {
        Map<String, Reach> reaches = new HashMap<>();
        for (String role : Roles.ALL) reaches.put(role, Reach.NONE);
        reaches.put(Roles.PATIENT, Reach.OWN);
        reaches.put(Roles.DOCTOR, Reach.CARE);
        reaches.put(Roles.NURSE, Reach.ALL);
        return reaches;
    }

    private static Caller caller(@Nullable UUID patientId, String... roles) {
        return new Caller("subject", "name", Set.of(roles), patientId, null, null);
    }
}
