package polyclinic.clients.replay.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImportTallyTest {
    @Test
    void every_type_has_a_line_with_its_reasons_and_the_last_one_adds_up() {
        ImportTally tally = new ImportTally();
        tally.put("Claim", new ImportTally.Row(25, 0, 0, Map.of("billing", 25)));
        tally.put(
                "Observation",
                new ImportTally.Row(86, 84, 84, new TreeMap<>(Map.of("has no date", 1, "in the future", 1))));

        assertThat(tally.lines().stream().map(line -> line.strip().replaceAll("\\s+", " ")))
                .containsExactly(
                        "resource type in file stored of them new skipped reason",
                        "Claim 25 0 0 25 billing",
                        "Observation 86 84 84 2 1 has no date",
                        "1 in the future",
                        "in all 111 84 84 27");
        assertThat(tally.unaccounted()).isEmpty();
    }

    @Test
    void a_type_that_does_not_add_up_is_named() {
        ImportTally tally = new ImportTally();
        tally.put("Observation", new ImportTally.Row(86, 84, 84, Map.of("has no date", 1)));

        assertThat(tally.unaccounted()).containsExactly("Observation");
    }
}
