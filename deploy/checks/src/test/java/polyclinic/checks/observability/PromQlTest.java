package polyclinic.checks.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {
    @Test
    void names_are_told_from_functions_labels_durations_and_texts() {
        String expression = """
                histogram_quantile(0.9, sum by (le, route) (rate(door_seconds_bucket{route=~"/api/{id}|x_y"}[5m])))
                  > on(service) group_left(topic) 14.4 * slo:budget:ratio offset 1h or vector(1) unless absent(up{job="a b"})""";

        assertThat(PromQl.names(expression)).containsExactly("door_seconds_bucket", "slo:budget:ratio", "up");
    }

    @Test
    void labels_are_those_that_select() {
        assertThat(PromQl.labels("sum by (c) (a{x=\"1\",y!~\"z=1|q\"}) / b{x=~\"}\"}"))
                .isEqualTo(Map.of("a", Set.of("x", "y"), "b", Set.of("x")));
    }
}
