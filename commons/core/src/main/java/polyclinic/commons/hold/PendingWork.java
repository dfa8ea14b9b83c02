package polyclinic.commons.hold;

import io.smallrye.mutiny.Uni;

/** Work that goes on during a hold and must come to its end before a point can be marked. A bean for each kind of it. */
public interface PendingWork {
    /** In snake case, such as {@code outbox}. */
    String name();

    /** How much of it there is now; fails when the store cannot say. */
    Uni<Long> count();
}
