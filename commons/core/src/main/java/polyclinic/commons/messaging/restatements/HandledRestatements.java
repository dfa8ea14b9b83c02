package polyclinic.commons.messaging.restatements;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * Which restatements have had their effect. What a replica has read and not acknowledged when it ends is read again by another: a
 * restatement would then take away what the events behind it have brought, until they bring it again; and where it is remembered of
 * events, too, that they have had their effect, until the next restatement.
 */
public interface HandledRestatements {
    /** Remembers nothing. */
    HandledRestatements NONE = new HandledRestatements() {
        @Override
        public Uni<Boolean> contains(UUID id) {
            return Uni.createFrom().item(false);
        }

        @Override
        public Uni<Void> add(UUID id) {
            return Uni.createFrom().voidItem();
        }
    };

    Uni<Boolean> contains(UUID id);

    /**
     * After its effect, and before anything behind it has one. When a process ends in between the restatement has its effect twice,
     * before anything behind it was read.
     */
    Uni<Void> add(UUID id);
}
