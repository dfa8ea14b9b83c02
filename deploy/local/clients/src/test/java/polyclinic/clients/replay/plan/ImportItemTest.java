package polyclinic.clients.replay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import polyclinic.clients.http.JsonNodes;

class ImportItemTest {
    @Test
    void a_key_is_the_same_each_time_another_for_each_patient_and_never_too_long() {
        ImportItem item = item("Observation/1");
        ImportItem longOne = item("Observation/" + "x".repeat(300));

        assertThat(item.key("ada")).isEqualTo(item("Observation/1").key("ada")).isNotEqualTo(item.key("bob"));
        assertThat(longOne.key("ada")).hasSizeLessThan(256).isNotEqualTo(longOne.key("bob"));
    }

    private static ImportItem item(String source) {
        return new ImportItem(ImportItemKind.HISTORY, source, JsonNodes.object(), null);
    }
}
