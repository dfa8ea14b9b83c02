package polyclinic.gateway.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers in Redis, for all gateways. Beside them stands a mark for each part of the API that can change one: a change sets it
 * anew, and an answer counts as long as the marks are those from before its service was asked. So one that was on its way during
 * a change is never used after it.
 *
 * <p>While Redis is away there is no cache. A mark that could not be set is owed: until it is set, this gateway reads nothing.
 */
final class CacheStore {

    private static final String ANSWER = "rc1:a:";
    private static final String MARK = "rc1:m:";
    /** Far longer than any answer is kept, so that a mark that has run out is one that nothing was kept under. */
    private static final int MARK_SECONDS = 3600;

    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final Vertx vertx;
    private final Redis redis;
    private final long timeoutMs;
    private final Set<String> owed = ConcurrentHashMap.newKeySet();
    private volatile long awayUntil = System.nanoTime();

    /**
     * @param marks the state of what the answer depends on
     * @param answer null when there is none of that state
     */
    record Found(String marks, @Nullable CachedAnswer answer) {}

    CacheStore(Vertx vertx, Redis redis, long timeoutMs) {
        this.vertx = vertx;
        this.redis = redis;
        this.timeoutMs = timeoutMs;
    }

    /** Tells nobody who can read Redis what was asked for. */
    static String key(String reach, String uri) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(reach.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            byte[] hash = sha256.digest(uri.getBytes(StandardCharsets.UTF_8));
            return ANSWER + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns null while there is no cache; fails within the time limit when that has just become so. */
    @Nullable
    Future<Found> find(List<String> changedBy, String key) {
        if (System.nanoTime() - awayUntil < 0) return null;
        if (!owed.isEmpty()) {
            List.copyOf(owed).forEach(this::changed);
            return null;
        }
        Request request = Request.cmd(Command.MGET);
        changedBy.forEach(prefix -> request.arg(MARK + prefix));
        return send(request.arg(key)).map(answer -> found(answer, changedBy.size()));
    }

    private static Found found(Response answer, int count) {
        StringBuilder marks = new StringBuilder();
        for (int i = 0; i < count; i++) {
            Response mark = answer.get(i);
            marks.append(mark == null ? "" : mark.toString()).append(',');
        }
        Response stored = answer.get(count);
        CachedAnswer kept = stored == null ? null : CachedAnswer.decode(stored.toBuffer());
        return new Found(marks.toString(), kept != null && kept.marks().contentEquals(marks) ? kept : null);
    }

    /** Whether it worked is of no interest: the next request asks the service. */
    void keep(String key, CachedAnswer answer, int seconds) {
        Buffer value = answer.encode();
        send(Request.cmd(Command.SET).arg(key).arg(value).arg("EX").arg(seconds));
    }

    /** Something under this first segment of the path has changed. Completes when all gateways know, or Redis is away. */
    Future<Void> changed(String prefix) {
        Request mark = Request.cmd(Command.SET)
                .arg(MARK + prefix)
                .arg(UUID.randomUUID().toString())
                .arg("EX")
                .arg(MARK_SECONDS);
        return send(mark)
                .onSuccess(set -> owed.remove(prefix))
                .onFailure(away -> owed.add(prefix))
                .mapEmpty()
                .otherwiseEmpty()
                .mapEmpty();
    }

    private Future<Response> send(Request request) {
        Promise<Response> promise = Promise.promise();
        long timer = vertx.setTimer(timeoutMs, late -> promise.tryFail("Redis did not answer in " + timeoutMs + " ms"));
        redis.send(request).onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) promise.tryComplete(done.result());
            else promise.tryFail(done.cause());
        });
        return promise.future().onFailure(away -> awayUntil = System.nanoTime() + PAUSE_NANOS);
    }
}
