package polyclinic.commons.postgres.reconciliation;

import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.messaging.Event;

/** Facts of one kind that others keep projections of. Each bean of this type is stated again and again. */
public interface RestatedFacts {
    /** What PostgreSQL compares lower than any other id. */
    UUID FIRST = new UUID(0, 0);

    /** For example {@code patients}. */
    String statedKind();

    /**
     * In the open transaction, in which no other can append an event: in order of their ids. Nothing may be left out that a projection
     * has to have.
     *
     * @param after exclusive; {@link #FIRST} at the beginning
     */
    Uni<List<Fact>> state(UUID after, int limit);

    static <T> Uni<List<T>> first(PanacheQuery<T> rows, int limit) {
        return rows.page(0, limit).list();
    }

    /**
     * @param event that would tell of the fact as it is
     * @param time when it last changed
     */
    record Fact(UUID id, Event event, Instant time) {}
}
