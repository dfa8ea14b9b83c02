package polyclinic.audit.chain;

import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The stored entries as a process has them that is killed between two deletions, of which a server does one after another in any order. */
public final class KilledWhileRemoving extends ChainEntries {
    private final boolean fromTheEnd;
    private int left;

    /** @param deletions so many come before it is killed */
    public KilledWhileRemoving(ReactiveMongoClient mongo, int deletions, boolean fromTheEnd) {
        super(mongo, "audit");
        this.left = deletions;
        this.fromTheEnd = fromTheEnd;
    }

    @Override
    public Uni<Void> remove(List<ChainEntry> archived) {
        List<ChainEntry> order = new ArrayList<>(archived);
        if (fromTheEnd) Collections.reverse(order);
        List<ChainEntry> removed = order.subList(0, Math.min(left, order.size()));
        left -= removed.size();
        return super.remove(removed)
                .chain(() -> removed.size() == order.size()
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new IllegalStateException("killed")));
    }
}
