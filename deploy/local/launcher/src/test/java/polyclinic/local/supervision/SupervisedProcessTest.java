package polyclinic.local.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.ServerFailed;
import polyclinic.local.stack.Component;

class SupervisedProcessTest {
    @TempDir
    Path folder;

    private SupervisedProcess process;

    @BeforeEach
    void one_that_runs() {
        process = SleepingProcess.named("redis", folder);
        process.start();
    }

    @AfterEach
    void end() {
        process.stop();
    }

    @Test
    void a_dead_process_is_restarted_after_its_delay() {
        Instant died = Instant.now();
        process.kill();

        process.restartWhenDue(died);
        assertThat(process.isDown()).isTrue();
        process.restartWhenDue(died.plusMillis(500));

        assertThat(process.isUp()).isTrue();
        assertThat(process.status().state()).isEqualTo("running");
        assertThat(process.status().restarts()).isEqualTo(1);
        assertThat(process.status().lastRestart()).isEqualTo(died.plusMillis(500));
    }

    @Test
    void a_process_that_stands_still_is_neither_dead_nor_started_again() {
        long pid = process.status().pid();

        process.signal("STOP");
        process.restartWhenDue(Instant.now().plusSeconds(60));

        assertThat(process.status().pid()).isEqualTo(pid);
        assertThat(process.isUp()).isTrue();
        process.signal("CONT");
    }

    @Test
    void a_process_that_dies_of_a_signal_is_started_again() {
        process.signal("KILL");
        await(() -> process.isDown());

        process.restartWhenDue(Instant.now());
        process.restartWhenDue(Instant.now().plusSeconds(60));

        assertThat(process.isUp()).isTrue();
        assertThat(process.status().restarts()).isEqualTo(1);
    }

    @Test
    void a_stopped_process_stays_stopped() {
        process.stop();

        process.restartWhenDue(Instant.now().plusSeconds(60));

        assertThat(process.isUp()).isFalse();
        assertThat(process.status().state()).isEqualTo("stopped");
    }

    @Test
    void starting_a_running_process_changes_nothing() {
        long pid = process.status().pid();

        process.start();

        assertThat(process.status().pid()).isEqualTo(pid);
    }

    @Test
    void a_process_that_does_not_start_is_reported() {
        SupervisedProcess broken = SleepingProcess.thatDoesNotStart("kafka", folder);

        assertThatThrownBy(broken::start).isInstanceOf(ServerFailed.class);

        assertThat(broken.status().state()).isEqualTo("failed");
        assertThat(broken.isDown()).isFalse();
    }

    @Test
    void a_server_of_the_users_own_counts_as_up_and_is_left_alone() {
        SupervisedProcess own = new SupervisedProcess(new Component("mongo", "db.example", List.of(), null));

        own.start();
        own.kill();
        own.stop();

        assertThat(own.isUp()).isTrue();
        assertThat(own.status().state()).isEqualTo("yours");
    }

    private static void await(BooleanSupplier wanted) {
        Instant end = Instant.now().plusSeconds(10);
        while (!wanted.getAsBoolean() && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }
    }
}
