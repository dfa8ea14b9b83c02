package polyclinic.patient.embeddings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What makes embeddings of words. */
@ConfigMapping(prefix = "polyclinic.embeddings")
interface EmbeddingConfig {
    /** Whether anything does. Without it no model is loaded, nobody is asked, and there is no search by words' meaning. */
    @WithDefault("true")
    boolean enabled();

    /** Of a server that speaks OpenAI's protocol, up to {@code /v1}; without it the service's own model is used. */
    Optional<String> url();

    /** What that server calls the model; needed with an address. */
    Optional<String> model();

    /** What that server wants to see, where it wants anything. */
    Optional<String> key();
}
