package polyclinic.commons.messaging.restatements;

import io.smallrye.mutiny.Uni;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Which restatements have had their effect. What a replica has read and not acknowledged when it ends is read again by another: a
 * restatement would then take away what the events behind it have brought, until they bring it again; and where it is remembered of
 * events, too, that they have had their effect, until the next restatement.
 */
public interface HandledRestatements {
    /** Remembers nothing. */
    HandledRestatements NONE = (id, effect) -> effect.get();

    /**
     * Runs {@code effect} unless this restatement has had it. When a process ends in between it has it twice, before anything behind it
     * was read.
     */
    Uni<Void> once(UUID id, Supplier<Uni<Void>> effect);
}
