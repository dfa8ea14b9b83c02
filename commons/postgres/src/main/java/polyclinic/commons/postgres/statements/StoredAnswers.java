package polyclinic.commons.postgres.statements;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.IdempotencyKey;
import polyclinic.commons.web.StoredAnswer;

/**
 * What is kept of answers, for a statement that claims the key itself: it reads {@link #COLUMNS} with what else it needs, claims the
 * key with {@link #parameters}, and asks {@link #earlier} when an equal request was faster.
 */
@ApplicationScoped
public class StoredAnswers {
    /** Of {@code idempotency k}, as {@link #of} reads them. */
    public static final String COLUMNS = "k.request_hash, k.status as answer_status, k.location, k.etag";

    private static final String EARLIER =
            "select " + COLUMNS + " from idempotency k where k.caller = $1 and k.key = $2";

    private final Pool pool;

    StoredAnswers(Pool pool) {
        this.pool = pool;
    }

    /**
     * The answer to the first of equal requests; fails with 422 when the key was used for another one.
     *
     * @throws IllegalStateException when there is no key: then nobody can have been faster
     */
    public Uni<@Nullable StoredAnswer> earlier(@Nullable IdempotencyKey key) {
        if (key == null) throw new IllegalStateException("neither written nor refused");
        return pool.preparedQuery(EARLIER)
                .execute(Tuple.of(key.caller(), key.key()))
                .map(rows -> of(key, rows.iterator().next()));
    }

    /** Null when there is no key, or nothing was kept for it; 422 when it was kept for another request. */
    public static @Nullable StoredAnswer of(@Nullable IdempotencyKey key, Row row) {
        if (key == null || row.getString("request_hash") == null) return null;
        key.check(row.getString("request_hash"));
        return new StoredAnswer(row.getInteger("answer_status"), row.getString("location"), row.getString("etag"));
    }

    /** Caller, key and hash, each null without a key, and the answer's status, location and etag. */
    public static List<@Nullable Object> parameters(@Nullable IdempotencyKey key, StoredAnswer answer) {
        return Arrays.asList(
                key == null ? null : key.caller(),
                key == null ? null : key.key(),
                key == null ? null : key.hash(),
                answer.status(),
                answer.location(),
                answer.etag());
    }
}
