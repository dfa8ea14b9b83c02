package polyclinic.audit.rebuild;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.audit.chain.ChainEntries;

/**
 * Rebuilds the trail before anything is consumed: an entry that came first would take the position of one that was. A database
 * without any entry, or whose rebuild was broken off, is rebuilt from what S3 has; one that lacks a part otherwise, only where
 * {@code polyclinic.audit.rebuild} is {@code always}. The service does not start when S3 does not have the whole, or does not answer.
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
    private final RebuildMark mark;
    private final Rebuild rebuild;
    private final Vertx vertx;

    RebuildAtStart(
            TrailRebuild trail,
            ChainEntries entries,
            RebuildMark mark,
            @ConfigProperty(name = "polyclinic.audit.rebuild") Rebuild rebuild,
            Vertx vertx) {
        this.trail = trail;
        this.entries = entries;
        this.mark = mark;
        this.rebuild = rebuild;
        this.vertx = vertx;
    }

    void rebuild(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent start) {
        onEventLoop(() -> isDue().chain(
                                due -> due ? trail.rebuild() : Uni.createFrom().voidItem()))
                .await()
                .indefinitely();
    }

    /**
     * On an event loop, to which the answers of stores come back. They would go on else on threads of drivers, where no bean can be made
     * that reads configuration.
     */
    <T> Uni<T> onEventLoop(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom().emitter(emitter -> vertx.getOrCreateContext()
                .runOnContext(
                        now -> Uni.createFrom().deferred(work).subscribe().with(emitter::complete, emitter::fail)));
    }

    /** The mark is read after the entries: where there were some and then no mark, a rebuild has come to its end. */
    Uni<Boolean> isDue() {
        return switch (rebuild) {
            case NEVER -> Uni.createFrom().item(false);
            case ALWAYS -> Uni.createFrom().item(true);
            case WHEN_EMPTY ->
                entries.isEmpty().chain(empty -> empty ? Uni.createFrom().item(true) : mark.isSet());
        };
    }
}
