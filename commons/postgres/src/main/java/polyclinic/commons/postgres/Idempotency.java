package polyclinic.commons.postgres;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.IdempotencyKey;

/**
 * A POST takes effect exactly once (IETF draft-ietf-httpapi-idempotency-key-header): caller, key, hash of the request and
 * the response are a row of the transaction of the change. Equal requests at the same time queue at the primary key, and
 * those behind get the first one's response.
 */
@ApplicationScoped
public class Idempotency {
    private final CurrentCaller caller;

    Idempotency(CurrentCaller caller) {
        this.caller = caller;
    }

    /** Opens a transaction and runs {@code work} in it, once for the request's {@code Idempotency-Key} if it has one. */
    public <T> Uni<Answer<T>> once(Object request, Supplier<Uni<Answer<T>>> work) {
        IdempotencyKey key = IdempotencyKey.of(caller, request);
        if (key == null) return Panache.withTransaction(work::get);
        return Panache.withTransaction(() -> Panache.getSession().chain(session -> claim(session, key)
                .chain(claimed ->
                        claimed ? work.get().call(answer -> store(session, key, answer)) : replay(session, key))));
    }

    private static Uni<Boolean> claim(Mutiny.Session session, IdempotencyKey key) {
        return session.createNativeQuery("insert into idempotency (caller, key, request_hash)"
                        + " values (:caller, :key, :hash) on conflict do nothing")
                .setParameter("caller", key.caller())
                .setParameter("key", key.key())
                .setParameter("hash", key.hash())
                .executeUpdate()
                .map(inserted -> inserted == 1);
    }

    private static Uni<Integer> store(Mutiny.Session session, IdempotencyKey key, Answer<?> answer) {
        return session.createNativeQuery("update idempotency set status = :status, location = :location, etag = :etag,"
                        + " body = :body where caller = :caller and key = :key")
                .setParameter("status", answer.status())
                .setParameter("location", answer.location())
                .setParameter("etag", answer.etag())
                .setParameter("body", answer.json())
                .setParameter("caller", key.caller())
                .setParameter("key", key.key())
                .executeUpdate();
    }

    private static <T> Uni<Answer<T>> replay(Mutiny.Session session, IdempotencyKey key) {
        return session.createNativeQuery(
                        "select request_hash, status, location, etag, body from idempotency"
                                + " where caller = :caller and key = :key",
                        Object[].class)
                .setParameter("caller", key.caller())
                .setParameter("key", key.key())
                .getSingleResult()
                .map(row -> {
                    key.check((String) row[0]);
                    return Answer.replayed(
                            ((Number) row[1]).intValue(), (String) row[2], (String) row[3], (String) row[4]);
                });
    }
}
