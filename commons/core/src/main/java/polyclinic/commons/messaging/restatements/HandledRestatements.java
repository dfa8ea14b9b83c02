package polyclinic.commons.messaging.restatements;

import io.smallrye.mutiny.Uni;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Which restatements have had their effect, in a service that remembers the same of events. What a replica has read and not
 * acknowledged when it ends is read again by another: a restatement would then take away what the events behind it have brought, and
 * those, being remembered, would not bring it again.
 */
public interface HandledRestatements {
    /** For a service in which every event that is read again has its effect again. */
    HandledRestatements NONE = (id, effect) -> effect.get();

    /**
     * Runs {@code effect} unless this restatement has had it. When a process ends in between it has it twice, before anything behind it
     * was read.
     */
    Uni<Void> once(UUID id, Supplier<Uni<Void>> effect);
}
