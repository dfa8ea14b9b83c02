package polyclinic.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.ratelimit.RedisConnectionHolder;

/**
 * The answers in Redis, for all gateways. Beside them stands a mark for each part of the API that can change one: a change sets it
 * anew, and an answer counts as long as the marks are those from before its service was asked. So one that was on its way during
 * a change is never used after it.
 *
 * <p>What this gateway has given lately it has beside it, too: then the marks are all that Redis is asked for, and once for all who
 * ask at the same time.
 *
 * <p>While Redis is away there is no cache. A mark that could not be set is owed: until it is set, this gateway reads nothing.
 */
final class CacheStore {

    private static final String ANSWER = "rc1:a:";
    private static final String MARK = "rc1:m:";
    /** Far longer than any answer is kept. */
    private static final int MARK_SECONDS = 3600;

    private final RedisConnectionHolder redis;
    private final Cache<String, CachedAnswer> near;
    private final ChangeMarks marks = new ChangeMarks(this::readMarks);
    private final Set<String> owed = ConcurrentHashMap.newKeySet();

    /**
     * @param marks the state of what the answer depends on
     * @param answer null when there is none of that state
     */
    record Found(String marks, @Nullable CachedAnswer answer) {}

    /** @param nearBytes of the answers that this gateway has beside it */
    CacheStore(RedisConnectionHolder redis, long nearBytes) {
        this.redis = redis;
        this.near = Caffeine.newBuilder()
                .maximumWeight(nearBytes)
                .weigher((String key, CachedAnswer answer) -> answer.bytes())
                .expireAfterWrite(Duration.ofSeconds(CacheableRoute.MAX_SECONDS))
                .executor(Runnable::run)
                .build();
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

    /**
     * Returns null while there is no cache; fails within the time limit when that has just become so.
     *
     * @param now epoch milliseconds
     */
    @Nullable
    Future<Found> find(CacheableRoute route, String key, long now) {
        if (!redis.isConnected()) return null;
        if (!owed.isEmpty()) {
            List.copyOf(owed).forEach(this::changed);
            return null;
        }
        return marks.read().compose(read -> find(read.of(route), key, now - route.seconds() * 1000L));
    }

    private Future<Found> find(String state, String key, long oldest) {
        CachedAnswer known = near.getIfPresent(key);
        if (known != null && known.at() > oldest && known.marks().equals(state))
            return Future.succeededFuture(new Found(state, known));
        return send(Request.cmd(Command.GET).arg(key)).map(stored -> {
            CachedAnswer kept = stored == null ? null : CachedAnswer.decode(stored.toBuffer());
            if (kept == null || !kept.marks().equals(state)) return new Found(state, null);
            near.put(key, kept);
            return new Found(state, kept);
        });
    }

    private Future<List<String>> readMarks() {
        Request request = Request.cmd(Command.MGET);
        CacheableRoute.changers().forEach(prefix -> request.arg(MARK + prefix));
        return send(request).map(this::marks);
    }

    /** One that is missing has run out, or Redis has lost it: what was kept under any other is not used again. */
    private List<String> marks(Response answer) {
        List<String> values = new ArrayList<>();
        for (Response mark : answer) {
            if (mark == null) {
                String fresh = UUID.randomUUID().toString();
                send(set(CacheableRoute.changers().get(values.size()), fresh).arg("NX"));
                values.add(fresh);
            } else {
                values.add(mark.toString());
            }
        }
        return values;
    }

    private static Request set(String prefix, String mark) {
        return Request.cmd(Command.SET).arg(MARK + prefix).arg(mark).arg("EX").arg(MARK_SECONDS);
    }

    /** Whether it worked is of no interest: the next request asks the service. */
    void keep(String key, CachedAnswer answer, int seconds) {
        near.put(key, answer);
        send(Request.cmd(Command.SET).arg(key).arg(answer.encode()).arg("EX").arg(seconds));
    }

    /** Something under this first segment of the path has changed. Completes when all gateways know, or Redis is away. */
    Future<Void> changed(String prefix) {
        return send(set(prefix, UUID.randomUUID().toString()))
                .onSuccess(set -> owed.remove(prefix))
                .onFailure(away -> owed.add(prefix))
                .mapEmpty()
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** One connection for all: what is sent later is answered later, and nothing waits for a connection to be free. */
    private Future<Response> send(Request request) {
        Future<Response> answer = redis.call(connection -> connection.send(request));
        return answer == null ? Future.failedFuture("Redis is away") : answer;
    }
}
