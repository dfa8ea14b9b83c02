package polyclinic.notes.languagemodels;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** Which model the clinic uses. */
@ApplicationScoped
@Startup
public class LanguageModels {
    private final LanguageModelConfig config;
    private final @Nullable RemoteLanguageModel model;

    /** Fails, and so ends the start, when an address is set without the name of a model. */
    LanguageModels(LanguageModelConfig config, MeterRegistry metrics) {
        this.config = config;
        this.model = config.url()
                .map(url -> new RemoteLanguageModel(
                        config,
                        url,
                        config.model()
                                .orElseThrow(
                                        () -> new IllegalStateException(
                                                "POLYCLINIC_AI_URL is set without POLYCLINIC_AI_MODEL, the name of the model there")),
                        metrics))
                .orElse(null);
    }

    /**
     * The model that may be shown texts of patients. Fails with 503 {@code ai-not-configured} where there is none, and with 503 {@code
     * ai-may-not-leave} where the clinic has not said that such texts may go to it: never an answer by another method that looks like one.
     */
    public LanguageModel require() {
        if (model == null) throw new Problem(503, "ai-not-configured", "No model that writes texts is set up here.");
        if (!config.mayLeave())
            throw new Problem(
                    503,
                    "ai-may-not-leave",
                    "The clinic does not let texts of patients go to the model that is set up.");
        return model;
    }

    @PreDestroy
    void close() {
        if (model != null) model.close();
    }
}
