package polyclinic.gateway.filters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    @Test
    void a_generated_trace_parent_is_valid_and_shows_whether_it_is_sampled() {
        String sampled = TraceParent.generate(true);
        String other = TraceParent.generate(false);

        assertThat(TraceParent.isValid(sampled)).isTrue();
        assertThat(sampled).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(other).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").isNotEqualTo(sampled);
        assertThat(TraceParent.traceId(sampled)).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01"
            })
    void a_trace_parent_outside_the_standard_is_not_forwarded(String header) {
        assertThat(TraceParent.isValid(header)).isFalse();
    }

    @Test
    void a_valid_trace_parent_is_forwarded() {
        assertThat(TraceParent.isValid("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
                .isTrue();
    }
}
