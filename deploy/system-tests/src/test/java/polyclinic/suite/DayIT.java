package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import polyclinic.clients.demo.Demo;

class DayIT {
    @Test
    void a_clinics_day_runs_end_to_end() {
        ByteArrayOutputStream report = new ByteArrayOutputStream();

        Demo.run(Suite.clinic(), new PrintStream(report, true, StandardCharsets.UTF_8));

        assertThat(report.toString(StandardCharsets.UTF_8)).contains("The day went as it should");
    }

    @Test
    void the_audit_trail_is_verified_from_outside() {
        Suite.clinic();

        assertThat(Suite.run("verify-audit")).doesNotContainIgnoringCase("broken at");
    }

    @Test
    void starting_a_running_stack_changes_nothing() {
        Suite.clinic();
        List<String> before = pids();

        Suite.run("up");

        assertThat(before).hasSizeGreaterThanOrEqualTo(14);
        assertThat(pids()).isEqualTo(before);
    }

    private static List<String> pids() {
        return Pattern.compile("\"pid\" *: *(\\d+)")
                .matcher(Suite.run("status", "--json"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
