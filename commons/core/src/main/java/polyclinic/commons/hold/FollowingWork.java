package polyclinic.commons.hold;

import java.time.Duration;

/**
 * Work that does not keep a point from being marked, but must have come to its end before what it writes is copied. A bean for
 * each kind of it.
 */
public interface FollowingWork {
    /** In snake case, such as {@code checkpoints}. */
    String name();

    /** How long ago it was that all of it had been done: what came up since then may be still to do. */
    Duration behind();
}
