package polyclinic.patient.embeddings;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.patient.clients.EmbeddingsServer;

/** Which model the clinic uses. */
@ApplicationScoped
@Startup
public class TextModels {
    private final @Nullable TextModel model;

    /** Fails, and so ends the start, when an address is set that must not be asked, or without the name of a model. */
    TextModels(EmbeddingConfig config, AiConfig ai, EmbeddingsServer server) {
        if (!config.enabled()) model = null;
        else if (config.url().isEmpty()) model = new EmbeddedTextModel();
        else if (!ai.mayLeave())
            throw new IllegalStateException(
                    "POLYCLINIC_EMBEDDINGS_URL is set, to which texts of patients would go: POLYCLINIC_AI_MAY_LEAVE must allow it");
        else
            model = new RemoteTextModel(
                    server,
                    config.model()
                            .orElseThrow(
                                    () -> new IllegalStateException(
                                            "POLYCLINIC_EMBEDDINGS_URL is set without POLYCLINIC_EMBEDDINGS_MODEL, the name of the model there")),
                    config.key().orElse(null));
    }

    /** Null where none is used. */
    public @Nullable TextModel inUse() {
        return model;
    }

    /** Fails with 503 {@code ai-not-configured} where none is used: never an answer by another method that looks like one. */
    public TextModel require() {
        if (model == null)
            throw new Problem(
                    503,
                    "ai-not-configured",
                    "No model makes embeddings of words here; send an embedding of your own.");
        return model;
    }

    @PreDestroy
    void close() {
        if (model != null) model.close();
    }
}
