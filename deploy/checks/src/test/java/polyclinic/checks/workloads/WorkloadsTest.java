package polyclinic.checks.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import polyclinic.checks.manifests.Renderings;
import polyclinic.checks.settings.ServiceSettings;

class WorkloadsTest {
    private static final Map<String, Integer> SHUTDOWN = ServiceSettings.all().values().stream()
            .collect(Collectors.toMap(ServiceSettings::name, ServiceSettings::shutdownSeconds));

    @Test
    void pods_may_do_nothing_that_they_need_not() {
        assertThat(Renderings.distinctObjects())
                .flatExtracting(Confinement::problems)
                .isEmpty();
    }

    @Test
    void nothing_secret_is_written_down() {
        assertThat(Renderings.distinctObjects())
                .flatExtracting(Secrecy::problems)
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> pods_start_are_watched_end_and_are_spread_so_that_nobody_notices() {
        return Renderings.all().entrySet().stream()
                .map(part -> DynamicTest.dynamicTest(
                        part.getKey(), () -> assertThat(new ReplicaRules(part.getValue(), SHUTDOWN).problems())
                                .isEmpty()));
    }
}
