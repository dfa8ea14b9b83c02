package polyclinic.patient.embeddings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What machines outside of the suite may see. */
@ConfigMapping(prefix = "polyclinic.ai")
interface AiConfig {
    /** Whether data of patients may go to a server that is not the suite's. */
    @WithDefault("false")
    boolean mayLeave();
}
