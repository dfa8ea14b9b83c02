package polyclinic.local.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import polyclinic.local.terminal.UserError;

class SettingsTest {
    @Test
    void ports_have_defaults_and_can_be_set() {
        Settings settings = Settings.of(Map.of("POLYCLINIC_PATIENT_PORT", "18081"));

        assertThat(settings.port("patient-service")).isEqualTo(18081);
        assertThat(settings.port("kafka-controller")).isEqualTo(19093);
    }

    @Test
    void a_services_management_port_is_a_thousand_above_its_own_unless_set() {
        Settings settings =
                Settings.of(Map.of("POLYCLINIC_PATIENT_PORT", "18081", "POLYCLINIC_NOTES_MANAGEMENT_PORT", "7001"));

        assertThat(settings.managementPort("gateway")).isEqualTo(9080);
        assertThat(settings.managementPort("patient-service")).isEqualTo(19081);
        assertThat(settings.managementPort("notes-service")).isEqualTo(7001);
        assertThat(settings.fingerprint())
                .isNotEqualTo(
                        Settings.of(Map.of("POLYCLINIC_PATIENT_PORT", "18081")).fingerprint());
    }

    @Test
    void an_invalid_port_is_reported_with_its_variable() {
        Settings settings = Settings.of(Map.of("POLYCLINIC_KAFKA_PORT", "70000"));

        assertThatThrownBy(() -> settings.port("kafka"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("POLYCLINIC_KAFKA_PORT=70000");
    }

    @Test
    void a_stack_with_other_ports_has_another_fingerprint() {
        Settings one = Settings.of(Map.of());
        Settings other = Settings.of(Map.of("POLYCLINIC_GATEWAY_PORT", "9080"));

        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    @Test
    void a_server_of_the_users_own_replaces_the_stacks() {
        Settings settings = Settings.of(Map.of("POLYCLINIC_MONGO_URL", "mongodb://db.example/?replicaSet=rs"));

        assertThat(settings.own("mongo")).isEqualTo("mongodb://db.example/?replicaSet=rs");
        assertThat(settings.own("kafka")).isNull();
    }
}
