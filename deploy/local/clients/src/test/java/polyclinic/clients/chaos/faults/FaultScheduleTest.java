package polyclinic.clients.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import polyclinic.clients.chaos.faults.FaultTargets.NetworkPath;

class FaultScheduleTest {
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final List<String> SERVERS = List.of("postgres", "kafka", "mongo");
    private static final List<String> SERVICES = List.of("patient-service", "patient-service-2", "notes-service");
    private static final FaultTargets WITH_WAYS = new FaultTargets(
            SERVERS,
            SERVICES,
            List.of(
                    new NetworkPath("patient-service", "postgres"),
                    new NetworkPath("patient-service-2", "postgres"),
                    new NetworkPath("notes-service", "mongo")));
    private static final FaultTargets WITHOUT = new FaultTargets(SERVERS, SERVICES, List.of());

    @Test
    void a_seed_has_the_same_faults_each_time() {
        assertThat(FaultSchedule.of(7, LENGTH, WITH_WAYS)).isEqualTo(FaultSchedule.of(7, LENGTH, WITH_WAYS));
        // Whoever has noted a seed must be able to repeat it with a later build.
        assertThat(FaultSchedule.of(7, Duration.ofSeconds(6), WITH_WAYS).faults())
                .extracting(fault -> fault.line().replaceAll(" +", " ").strip())
                .containsExactly(
                        "0.8 s slow patient-service-2 → postgres for 0.8 s",
                        "2.0 s silence notes-service → mongo for 4.0 s",
                        "3.1 s silence notes-service → mongo for 2.4 s",
                        "5.9 s restart patient-service-2");
    }

    @Test
    void neighbouring_seeds_differ() {
        assertThat(LongStream.range(0, 100)
                        .mapToObj(seed -> FaultSchedule.of(seed, LENGTH, WITH_WAYS)
                                .faults()
                                .get(0))
                        .distinct())
                .hasSizeGreaterThan(60);
    }

    @Test
    void every_kind_comes_in_a_hundred_seeds() {
        assertThat(LongStream.range(0, 100)
                        .mapToObj(seed -> FaultSchedule.of(seed, LENGTH, WITH_WAYS))
                        .flatMap(schedule -> schedule.faults().stream())
                        .map(Fault::kind)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(FaultKind.values()));
    }

    @Test
    void all_faults_are_over_when_the_time_is() {
        for (long seed = 0; seed < 100; seed++)
            assertThat(FaultSchedule.of(seed, LENGTH, WITH_WAYS).faults())
                    .isNotEmpty()
                    .allSatisfy(fault ->
                            assertThat(fault.atMillis() + fault.forMillis()).isLessThanOrEqualTo(LENGTH.toMillis()));
    }

    @Test
    void where_nothing_can_be_cut_stores_are_killed_and_stand_still() {
        assertThat(LongStream.range(0, 100)
                        .mapToObj(seed -> FaultSchedule.of(seed, LENGTH, WITHOUT))
                        .flatMap(schedule -> schedule.faults().stream()))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.kind())
                        .isIn(FaultKind.KILL, FaultKind.PAUSE, FaultKind.RESTART, FaultKind.UNLOCK));
    }
}
