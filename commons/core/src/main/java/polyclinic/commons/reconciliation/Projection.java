package polyclinic.commons.reconciliation;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;

/**
 * What a service keeps of another's facts of one kind, for {@link Reconciliation}.
 *
 * @param <R> what is kept of one fact
 */
public interface Projection<R> extends KeptFacts {
    /** What is to be kept of a fact, by the event that would tell of it; null when nothing is. */
    @Nullable
    R read(CloudEvent fact);

    UUID id(R row);

    /** The Kafka key of the fact's events. */
    default UUID key(R row) {
        return id(row);
    }

    /** Of the fact at its owner; always the same where none is kept. */
    long version(R row);

    /** Whether it has any effect here; what has none need not be here, and is not looked for among what the owner states. */
    default boolean counts(R row) {
        return true;
    }

    /** Whether they say the same, whatever their versions are. */
    boolean isSame(R kept, R stated);

    /** Those that count, in order of their ids. */
    Uni<List<R>> kept(IdRange range);

    /** The versions of those of these that are there and do not count; none where {@link #kept} tells of all. */
    default Uni<Map<UUID, Long>> uncounted(Collection<UUID> ids) {
        return Uni.createFrom().item(Map.of());
    }

    /**
     * Writes these as they are stated, and has the effects that their events would have had. Where a later version is there by now it
     * stays: what was compared was older, so another replica has read it behind the restatement meanwhile.
     */
    Uni<Void> put(List<R> stated);

    /** The same where a later version was found, which the owner has lost. */
    Uni<Void> putBack(List<R> stated);

    /** Takes away what the owner does not have. */
    Uni<Void> remove(List<UUID> ids);
}
