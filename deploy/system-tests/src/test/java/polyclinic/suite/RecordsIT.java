package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordsIT {
    @Test
    void a_real_record_comes_in_whole_and_again_without_doubling() {
        Suite.clinic();
        String sample = Suite.root()
                .resolve("deploy/local/clients/samples/synthea-coy949.json")
                .toString();

        String first = Suite.run("replay", sample);
        String second = Suite.run("replay", sample);

        assertThat(first).contains("Observation", "Encounter", "DocumentReference");
        assertThat(second).contains("Observation", "Encounter", "DocumentReference");
    }
}
