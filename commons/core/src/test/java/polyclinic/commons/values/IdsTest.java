package polyclinic.commons.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void the_id_of_a_text_is_the_same_each_time_and_of_version_8() {
        UUID id = Ids.named("nurse|key|0");

        assertThat(id).isEqualTo(Ids.named("nurse|key|0")).isNotEqualTo(Ids.named("nurse|key|1"));
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(UUID.fromString(id.toString())).isEqualTo(id);
    }
}
