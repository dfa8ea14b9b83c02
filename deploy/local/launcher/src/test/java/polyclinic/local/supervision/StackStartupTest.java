package polyclinic.local.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.ServerFailed;

class StackStartupTest {
    @TempDir
    Path folder;

    private final List<String> progress = new CopyOnWriteArrayList<>();
    private List<SupervisedProcess> all = List.of();

    @AfterEach
    void end() {
        new StackShutdown(all, line -> {}).run();
    }

    @Test
    void each_component_starts_when_those_that_it_needs_are_ready() {
        all = List.of(
                SleepingProcess.named("kafka", folder), SleepingProcess.named("patient-service", folder, "kafka"));

        new StackStartup(all, progress::add).run();

        assertThat(progress.stream().map(line -> line.replaceAll(" \\d+$", "")))
                .containsExactly("starting kafka", "ready kafka", "starting patient-service", "ready patient-service");
    }

    @Test
    void a_component_that_runs_already_is_left_alone() {
        all = List.of(SleepingProcess.named("kafka", folder));
        new StackStartup(all, line -> {}).run();

        new StackStartup(all, progress::add).run();

        assertThat(progress).containsExactly("running kafka");
    }

    @Test
    void the_first_failure_ends_it_and_dependents_of_the_failed_component_never_start() {
        all = List.of(
                SleepingProcess.thatDoesNotStart("kafka", folder),
                SleepingProcess.named("patient-service", folder, "kafka"));

        assertThatThrownBy(new StackStartup(all, progress::add)::run).isInstanceOf(ServerFailed.class);

        assertThat(progress).containsExactly("starting kafka", "failed kafka");
    }

    @Test
    void a_cancelled_startup_stops_what_it_has_started() {
        all = List.of(SleepingProcess.named("kafka", folder));
        StackStartup startup = new StackStartup(all, progress::add);
        startup.run();

        startup.cancel();

        assertThat(all.get(0).isUp()).isFalse();
    }

    @Test
    void a_shutdown_reports_what_it_stopped() {
        all = List.of(SleepingProcess.named("kafka", folder), SleepingProcess.named("redis", folder));
        all.get(0).start();

        new StackShutdown(all, progress::add).run();

        assertThat(progress).containsExactly("stopped kafka");
        assertThat(all.get(0).isUp()).isFalse();
    }
}
