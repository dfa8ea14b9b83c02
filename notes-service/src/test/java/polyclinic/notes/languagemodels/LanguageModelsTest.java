package polyclinic.notes.languagemodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.problem.Problem;

class LanguageModelsTest {
    @Test
    void without_an_address_there_is_no_model_and_no_answer() {
        assertThatThrownBy(() -> models(new Settings(true, null, null)).require())
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.slug()).isEqualTo("ai-not-configured");
                });
    }

    @Test
    void nothing_leaves_until_the_clinic_says_that_it_may() {
        assertThatThrownBy(() -> models(new Settings(false, "http://127.0.0.1:1/v1", "small"))
                        .require())
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.slug()).isEqualTo("ai-may-not-leave");
                });
        assertThat(models(new Settings(true, "http://127.0.0.1:1/v1", "small"))
                        .require()
                        .identity()
                        .name())
                .isEqualTo("small");
    }

    @Test
    void an_address_without_the_name_of_a_model_is_found_at_the_start() {
        assertThatThrownBy(() -> models(new Settings(true, "http://127.0.0.1:1/v1", null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("POLYCLINIC_AI_MODEL");
    }

    private static LanguageModels models(Settings settings) {
        return new LanguageModels(settings, new SimpleMeterRegistry());
    }

    private record Settings(
            boolean mayLeave,
            @Nullable String address,
            @Nullable String name) implements LanguageModelConfig {
        @Override
        public Optional<String> url() {
            return Optional.ofNullable(address);
        }

        @Override
        public Optional<String> model() {
            return Optional.ofNullable(name);
        }

        @Override
        public Optional<String> key() {
            return Optional.empty();
        }

        @Override
        public String provider() {
            return "example";
        }

        @Override
        public Duration timeLimit() {
            return Duration.ofSeconds(1);
        }

        @Override
        public int maxOutputTokens() {
            return 100;
        }

        @Override
        public Optional<BigDecimal> inputPrice() {
            return Optional.empty();
        }

        @Override
        public Optional<BigDecimal> outputPrice() {
            return Optional.empty();
        }

        @Override
        public String currency() {
            return "USD";
        }
    }
}
