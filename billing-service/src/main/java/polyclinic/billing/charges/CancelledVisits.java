package polyclinic.billing.charges;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Visits that will not take place: what arrives late for them is decided as if it had arrived before. */
@ApplicationScoped
public class CancelledVisits {
    private static final String ADD =
            "insert into cancelled_%1$s (%1$s_id, cancelled_at) values (:id, now()) on conflict do nothing";

    private static final String COUNT = "select count(*) from cancelled_%1$s where %1$s_id = :id";

    /** In the open transaction; telling it twice is telling it once. */
    public Uni<Void> add(Visit visit) {
        return lock(visit)
                .chain(Panache::getSession)
                .chain(session -> session.createNativeQuery(ADD.formatted(visit.name()))
                        .setParameter("id", visit.id())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /**
     * Whether it is cancelled; nobody says so or asks until the open transaction ends. What is charged for a visit while it is
     * cancelled is so seen by the one or the other.
     *
     * @param visit null, which is never cancelled
     */
    public Uni<Boolean> lockedContains(@Nullable Visit visit) {
        return visit == null ? Uni.createFrom().item(false) : lock(visit).chain(() -> contains(visit));
    }

    /** There may be no row to lock. */
    private static Uni<?> lock(Visit visit) {
        return Panache.getSession().chain(session -> session.createNativeQuery(
                        "select 1 from pg_advisory_xact_lock(hashtextextended(:visit, 0))", Integer.class)
                .setParameter("visit", visit.name() + " " + visit.id())
                .getSingleResult());
    }

    public Uni<Boolean> contains(Visit visit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(COUNT.formatted(visit.name()), Long.class)
                        .setParameter("id", visit.id())
                        .getSingleResult())
                .map(count -> count > 0);
    }
}
