package polyclinic.checks.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import polyclinic.checks.manifests.Renderings;

class EnvironmentsTest {
    private final Map<String, ServiceSettings> applications = ServiceSettings.all();

    @Test
    void every_application_says_what_it_reads() {
        assertThat(applications).containsKeys("gateway", "patient-service", "audit-service");
        assertThat(Objects.requireNonNull(applications.get("patient-service")).required())
                .contains("POLYCLINIC_POSTGRES", "POLYCLINIC_POSTGRES_PASSWORD", "POLYCLINIC_KAFKA", "POLYCLINIC_KEYS");
        assertThat(Objects.requireNonNull(applications.get("patient-service")).optional())
                .contains("POLYCLINIC_REGION", "POLYCLINIC_HTTP_PORT");
    }

    @TestFactory
    Stream<DynamicTest> applications_get_what_they_need_and_nothing_that_they_do_not_read() {
        return Renderings.all().entrySet().stream()
                .map(part -> DynamicTest.dynamicTest(
                        part.getKey(), () -> assertThat(new Environments(applications, part.getValue()).problems())
                                .isEmpty()));
    }
}
