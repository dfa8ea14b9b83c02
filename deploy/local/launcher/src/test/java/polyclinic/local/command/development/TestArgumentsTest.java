package polyclinic.local.command.development;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestArgumentsTest {
    @Test
    void words_are_modules_and_options_are_mavens() {
        TestArguments arguments =
                TestArguments.of(List.of("patient-service", "-Dtest=RegistrationTest", "gateway", "-o"));

        assertThat(arguments.modules()).containsExactly("patient-service", "gateway");
        assertThat(arguments.maven()).containsExactly("-Dtest=RegistrationTest", "-o");
    }

    @Test
    void the_value_of_a_maven_option_is_not_a_module() {
        TestArguments arguments = TestArguments.of(List.of("-pl", "gateway", "-am", "-T", "2"));

        assertThat(arguments.modules()).isEmpty();
        assertThat(arguments.maven()).containsExactly("-pl", "gateway", "-am", "-T", "2");
    }
}
