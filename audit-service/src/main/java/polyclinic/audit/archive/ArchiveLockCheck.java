package polyclinic.audit.archive;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.audit.archive.ArchiveBucket.Protection;

/**
 * Looks once, when S3 answers, whether the bucket keeps what is in it: by object lock, or by versions at least. In one that does
 * neither, whoever has the key can replace checkpoints and entries, and nobody can prove anything by them.
 *
 * <p>{@code polyclinic.audit.lock-check}: {@code warn} logs it, {@code refuse} ends the service, {@code off} does not look.
 */
@ApplicationScoped
class ArchiveLockCheck {
    private static final long AGAIN_MS = Duration.ofSeconds(30).toMillis();

    /** What is done about a bucket that keeps nothing. */
    enum Mode {
        OFF,
        WARN,
        REFUSE
    }

    private final Supplier<Uni<Protection>> protection;
    private final Mode mode;
    private final Vertx vertx;
    private final Runnable end;
    private volatile boolean stopped;

    @Inject
    ArchiveLockCheck(
            ArchiveBucket bucket,
            Vertx vertx,
            @ConfigProperty(name = "polyclinic.audit.lock-check", defaultValue = "warn") Mode mode) {
        this(bucket::protection, mode, vertx, () -> Quarkus.asyncExit(1));
    }

    ArchiveLockCheck(Supplier<Uni<Protection>> protection, Mode mode, Vertx vertx, Runnable end) {
        this.protection = protection;
        this.mode = mode;
        this.vertx = vertx;
        this.end = end;
    }

    void start(@Observes StartupEvent event) {
        if (mode != Mode.OFF) look();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** Without S3 the service goes on, so this waits for it. */
    void look() {
        if (stopped) return;
        protection.get().subscribe().with(this::judge, away -> vertx.setTimer(AGAIN_MS, due -> look()));
    }

    private void judge(Protection found) {
        switch (found) {
            case LOCKED -> Log.info("the bucket of the audit trail has object lock");
            case VERSIONED ->
                Log.warn(
                        "the bucket of the audit trail has versions and no object lock: the key must not delete versions");
            case NONE -> refuse("has neither object lock nor versions");
            case HIDDEN ->
                refuse("does not tell this key whether it has object lock or versions"
                        + " (s3:GetBucketObjectLockConfiguration, s3:GetBucketVersioning)");
        }
    }

    private void refuse(String what) {
        if (mode == Mode.REFUSE) {
            Log.errorf(
                    "the bucket of the audit trail %s; the service ends"
                            + " (POLYCLINIC_AUDIT_LOCK_CHECK=warn goes on nevertheless)",
                    what);
            end.run();
        } else {
            Log.warnf("the bucket of the audit trail %s", what);
        }
    }
}
