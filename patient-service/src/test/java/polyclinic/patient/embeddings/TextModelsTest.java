package polyclinic.patient.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.problem.Problem;
import polyclinic.patient.ServiceTest;
import polyclinic.patient.clients.EmbeddingsServer;

@QuarkusTest
class TextModelsTest extends ServiceTest {
    private static final String ADDRESS = "https://embeddings.example.org/v1";

    @Inject
    EmbeddingsServer server;

    @Test
    void unless_told_otherwise_the_model_inside_is_used_and_no_text_leaves() {
        assertThat(models(true, null, null, false).require()).isInstanceOf(EmbeddedTextModel.class);
        assertThat(models(true, null, null, true).require()).isInstanceOf(EmbeddedTextModel.class);
    }

    @Test
    void one_setting_puts_search_by_meaning_off() {
        TextModels off = models(false, ADDRESS, "m", true);

        assertThat(off.inUse()).isNull();
        assertThatThrownBy(off::require).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.slug())
                .isEqualTo("ai-not-configured"));
    }

    @Test
    void an_address_is_asked_only_where_data_may_leave_and_the_model_has_a_name() {
        assertThat(models(true, ADDRESS, "m", true).require().name()).isEqualTo("m");
        assertThatThrownBy(() -> models(true, ADDRESS, "m", false)).hasMessageContaining("POLYCLINIC_AI_MAY_LEAVE");
        assertThatThrownBy(() -> models(true, ADDRESS, null, true)).hasMessageContaining("POLYCLINIC_EMBEDDINGS_MODEL");
    }

    private TextModels models(boolean enabled, @Nullable String url, @Nullable String model, boolean mayLeave) {
        EmbeddingConfig config = new EmbeddingConfig() {
            @Override
            public boolean enabled() {
                return enabled;
            }

            @Override
            public Optional<String> url() {
                return Optional.ofNullable(url);
            }

            @Override
            public Optional<String> model() {
                return Optional.ofNullable(model);
            }

            @Override
            public Optional<String> key() {
                return Optional.empty();
            }
        };
        return new TextModels(config, () -> mayLeave, server);
    }
}
