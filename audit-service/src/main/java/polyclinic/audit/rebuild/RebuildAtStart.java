package polyclinic.audit.rebuild;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.audit.archive.CheckpointArchive;
import polyclinic.audit.chain.ChainEntries;

/**
 * Rebuilds the trail before anything is consumed: an entry that came first would take the position of one that was. A database
 * without any entry is rebuilt whenever S3 has checkpoints; one that lacks a part, only where {@code polyclinic.audit.rebuild}
 * is {@code always}. The service does not start when S3 does not have the whole.
 */
@ApplicationScoped
class RebuildAtStart {
    private static final int BEFORE_ALL_OTHERS = Interceptor.Priority.LIBRARY_BEFORE - 100;

    /** When what S3 has is brought back. */
    enum Rebuild {
        NEVER,
        WHEN_EMPTY,
        ALWAYS
    }

    private final TrailRebuild trail;
    private final ChainEntries entries;
    private final CheckpointArchive archive;
    private final Rebuild rebuild;

    RebuildAtStart(
            TrailRebuild trail,
            ChainEntries entries,
            CheckpointArchive archive,
            @ConfigProperty(name = "polyclinic.audit.rebuild") Rebuild rebuild) {
        this.trail = trail;
        this.entries = entries;
        this.archive = archive;
        this.rebuild = rebuild;
    }

    void rebuild(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent start) {
        if (rebuild == Rebuild.NEVER) return;
        if (rebuild == Rebuild.WHEN_EMPTY) {
            if (!entries.isEmpty().await().indefinitely()) return;
            if (!archive.isAvailable().await().indefinitely()) {
                Log.warn("the audit trail has no entries, and S3 does not answer whether it ever had any");
                return;
            }
        }
        trail.rebuild().await().indefinitely();
    }
}
