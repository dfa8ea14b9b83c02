package polyclinic.commons.postgres;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import polyclinic.commons.messaging.CloudEvent;

/**
 * Delivery is at least once, the effect exactly once: the event's id is a row of the transaction of its effect. Two
 * replicas that get the same event meet at the primary key.
 */
@ApplicationScoped
public class Inbox {
    /** Opens a transaction and runs {@code effect} in it, unless this event has had its effect. */
    public Uni<Void> once(CloudEvent event, Supplier<Uni<?>> effect) {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into inbox (event_id) values (:id) on conflict do nothing")
                        .setParameter("id", event.id())
                        .executeUpdate())
                .chain(inserted -> inserted == 0
                        ? Uni.createFrom().voidItem()
                        : effect.get().replaceWithVoid()));
    }
}
