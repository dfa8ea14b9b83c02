package polyclinic.commons.postgres;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.IdempotencyKey;
import polyclinic.commons.web.StoredAnswer;

/**
 * A POST takes effect exactly once (IETF draft-ietf-httpapi-idempotency-key-header): caller, key, hash of the request and
 * the {@link StoredAnswer} are a row of the transaction of the change. Equal requests at the same time queue at the primary
 * key, and those behind get the first one's status and location with the body as they may read it now.
 */
@ApplicationScoped
public class Idempotency {
    private final CurrentCaller caller;

    Idempotency(CurrentCaller caller) {
        this.caller = caller;
    }

    /**
     * Opens a transaction and runs {@code work} in it, once for the request's {@code Idempotency-Key} if it has one.
     *
     * @param reread reads, for a repeated request, what the caller may see now of the first one's result, with its audit
     *     entry; runs after the transaction and fails with 404 when the caller's access has ended
     */
    public <T> Uni<Answer<T>> once(
            Object request, Supplier<Uni<Answer<T>>> work, Function<StoredAnswer, Uni<Answer<T>>> reread) {
        IdempotencyKey key = IdempotencyKey.of(caller, request);
        if (key == null) return Panache.withTransaction(work::get);
        return Panache.withTransaction(() -> Panache.getSession().chain(session -> claim(session, key)
                        .chain(claimed -> claimed
                                ? work.get()
                                        .call(answer -> store(session, key, StoredAnswer.of(answer)))
                                        .map(Outcome::first)
                                : stored(session, key).map(Outcome::<T>repeated))))
                .chain(outcome -> outcome.answer(reread));
    }

    /** Whether something is kept of an answer to a request with this key, whatever the request was. For work that is no single transaction. */
    public Uni<Boolean> isKnown(IdempotencyKey key) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select 1 from idempotency where caller = :caller and key = :key", Integer.class)
                        .setParameter("caller", key.caller())
                        .setParameter("key", key.key())
                        .getSingleResultOrNull())
                .map(found -> found != null));
    }

    /** What is kept of the answer to the same request; fails with 422 when the key was used for another one. The key is known. */
    public Uni<StoredAnswer> earlier(IdempotencyKey key) {
        return Panache.withSession(() -> Panache.getSession().chain(session -> stored(session, key)));
    }

    /**
     * In the open transaction, for work that may be done twice without harm: keeps the answer.
     *
     * @return null, or what is kept of the answer to an equal request that was faster
     */
    public Uni<@Nullable StoredAnswer> keep(IdempotencyKey key, StoredAnswer answer) {
        return Panache.getSession().chain(session -> claim(session, key)
                .chain(claimed -> claimed
                        ? store(session, key, answer)
                                .replaceWith(Uni.createFrom().<StoredAnswer>nullItem())
                        : stored(session, key)));
    }

    /** Either the answer of the work that was done, or what an earlier request has left. */
    private record Outcome<T>(
            @Nullable Answer<T> first, @Nullable StoredAnswer earlier) {
        static <T> Outcome<T> first(Answer<T> answer) {
            return new Outcome<>(answer, null);
        }

        static <T> Outcome<T> repeated(StoredAnswer stored) {
            return new Outcome<>(null, stored);
        }

        Uni<Answer<T>> answer(Function<StoredAnswer, Uni<Answer<T>>> reread) {
            return earlier == null
                    ? Uni.createFrom().item(first)
                    : reread.apply(earlier).map(now -> Answer.replayed(earlier, now));
        }
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

    private static Uni<Integer> store(Mutiny.Session session, IdempotencyKey key, StoredAnswer answer) {
        return session.createNativeQuery("update idempotency set status = :status, location = :location, etag = :etag"
                        + " where caller = :caller and key = :key")
                .setParameter("status", answer.status())
                .setParameter("location", answer.location())
                .setParameter("etag", answer.etag())
                .setParameter("caller", key.caller())
                .setParameter("key", key.key())
                .executeUpdate();
    }

    private static Uni<StoredAnswer> stored(Mutiny.Session session, IdempotencyKey key) {
        return session.createNativeQuery(
                        "select request_hash, status, location, etag from idempotency"
                                + " where caller = :caller and key = :key",
                        Object[].class)
                .setParameter("caller", key.caller())
                .setParameter("key", key.key())
                .getSingleResult()
                .map(row -> {
                    key.check((String) row[0]);
                    return new StoredAnswer(((Number) row[1]).intValue(), (String) row[2], (String) row[3]);
                });
    }
}
