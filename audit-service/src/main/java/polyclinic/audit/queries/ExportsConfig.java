package polyclinic.audit.queries;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How much of the service exports may take. */
@ConfigMapping(prefix = "polyclinic.audit.exports")
interface ExportsConfig {
    /** How many are under way at once; each holds a thread and a cursor of the store. */
    int atOnce();

    /** How long a reader may take for {@link ExportSlots#MIN_BYTES}; then the connection is reset. */
    Duration patience();
}
