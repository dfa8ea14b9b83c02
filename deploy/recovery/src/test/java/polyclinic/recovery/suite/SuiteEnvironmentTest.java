package polyclinic.recovery.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SuiteEnvironmentTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "POLYCLINIC_GATEWAY_MANAGEMENT_URL", "https://127.0.0.1:9080",
            "POLYCLINIC_PATIENT_MANAGEMENT_URL", "http://127.0.0.1:9081",
            "POLYCLINIC_AUDIT_MANAGEMENT_URL", "https://127.0.0.1:9086");

    @Test
    void the_gateway_is_asked_first_and_each_address_with_the_name_it_stands_for() {
        assertThat(SuiteEnvironment.managementAddresses(ENVIRONMENT))
                .extracting(address -> address.uri().toString(), ManagementAddress::name)
                .containsExactly(
                        tuple("https://127.0.0.1:9080", "127.0.0.1"),
                        tuple("https://127.0.0.1:9086", "127.0.0.1"),
                        tuple("http://127.0.0.1:9081", "127.0.0.1"));
    }

    @Test
    void each_replica_of_a_service_is_asked() {
        assertThat(SuiteEnvironment.managementAddresses(Map.of(
                        "POLYCLINIC_GATEWAY_MANAGEMENT_URL", "http://127.0.0.1:9080",
                        "POLYCLINIC_PATIENT_MANAGEMENT_URL", "http://127.0.0.1:9081,http://127.0.0.1:9181")))
                .extracting(address -> address.uri().getPort())
                .containsExactly(9080, 9081, 9181);
    }

    @Test
    void services_are_those_that_can_hold_and_no_list_of_names() {
        assertThat(SuiteEnvironment.services(ENVIRONMENT))
                .containsExactlyInAnyOrder("patient-service", "audit-service");
    }
}
