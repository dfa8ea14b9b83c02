package polyclinic.commons.reconciliation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of ids, compared as stores compare them: as bytes without sign, which is not how Java compares them.
 *
 * @param after exclusive
 * @param through inclusive
 * @param limit how many of them at most
 */
public record IdRange(UUID after, UUID through, int limit) {
    private static final UUID LOWEST = new UUID(0, 0);
    private static final UUID HIGHEST = new UUID(-1, -1);

    /** Without bounds where they are null. */
    static IdRange of(@Nullable UUID after, @Nullable UUID through, int limit) {
        return new IdRange(after == null ? LOWEST : after, through == null ? HIGHEST : through, limit);
    }
}
