package polyclinic.gateway.limits;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Limits shared by all gateways: one script, one round trip, on one connection that all requests share (they pipeline).
 * While the connection is away, or has once been late, nobody waits for it: {@link #take} says null at once. It comes back
 * by itself, by a PING outside of any request.
 */
final class RedisBuckets {

    private static final Logger LOG = Logger.getLogger(RedisBuckets.class);

    private static final long FIRST_PAUSE = 50;
    private static final long GRACE = 5;
    private static final long LONGEST_PAUSE = 1_000;

    /** How many of those asked for may pass, and what the caller is told once all of them have. */
    record Grant(int count, Decision decision) {}

    /** KEYS: caller. ARGV: microseconds per request, microseconds per window, requests. Answers how many, tat, now. */
    private static final String SCRIPT = """
            local clock = redis.call('TIME')
            local now = clock[1] * 1000000 + clock[2]
            local tat = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
            local emission = tonumber(ARGV[1])
            local free = math.floor((tonumber(ARGV[2]) - (tat - now)) / emission)
            local granted = math.max(0, math.min(free, tonumber(ARGV[3])))
            if granted > 0 then
              tat = tat + granted * emission
              redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000))
            end
            return {granted, string.format('%.0f', tat), string.format('%.0f', now)}
            """;

    private static final String SHA = sha1(SCRIPT);

    private final Vertx vertx;
    private final Redis redis;
    private final long timeoutMillis;
    private final AtomicBoolean connecting = new AtomicBoolean();
    private volatile RedisConnection connection;
    private volatile boolean closed;
    private volatile long pause = FIRST_PAUSE;

    RedisBuckets(Vertx vertx, Redis redis, long timeoutMillis) {
        this.vertx = vertx;
        this.redis = redis;
        this.timeoutMillis = timeoutMillis;
    }

    void start() {
        connect();
    }

    void stop() {
        closed = true;
        RedisConnection current = connection;
        connection = null;
        if (current != null) current.close();
    }

    boolean isConnected() {
        return connection != null;
    }

    /** Null at once while Redis is away; a failed future within the time-out when it just went. */
    Future<Grant> take(String key, Quota quota, int count) {
        RedisConnection current = connection;
        if (current == null) return null;
        Future<Response> answer = current.send(command(Command.EVALSHA, SHA, key, quota, count))
                .recover(failure -> isUnknownScript(failure)
                        ? current.send(command(Command.EVAL, SCRIPT, key, quota, count))
                        : Future.failedFuture(failure));
        return within(current, answer).map(response -> grant(quota, response));
    }

    private static Grant grant(Quota quota, Response response) {
        int count = response.get(0).toInteger();
        return new Grant(
                count,
                quota.decision(
                        count > 0, response.get(1).toLong(), response.get(2).toLong()));
    }

    Future<Response> ping() {
        RedisConnection current = connection;
        if (current == null) return Future.failedFuture("not connected");
        return within(current, current.send(Request.cmd(Command.PING)));
    }

    private Future<Response> within(RedisConnection current, Future<Response> answer) {
        if (answer.isComplete()) {
            if (answer.failed()) suspect(current, answer.cause());
            return answer;
        }
        Promise<Response> promise = Promise.promise();
        // A busy event loop may be what is late; then the answer lies ready and arrives within one more turn.
        long timer = vertx.setTimer(
                timeoutMillis,
                late -> vertx.setTimer(GRACE, stillLate -> {
                    if (promise.tryFail("Redis did not answer in " + timeoutMillis + " ms")) {
                        drop(current, "no answer in " + timeoutMillis + " ms");
                    }
                }));
        answer.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                promise.tryComplete(done.result());
            } else {
                suspect(current, done.cause());
                promise.tryFail(done.cause());
            }
        });
        return promise.future();
    }

    private static Request command(Command command, String script, String key, Quota quota, int count) {
        return Request.cmd(command)
                .arg(script)
                .arg(1)
                .arg(key)
                .arg(quota.emissionMicros())
                .arg(quota.windowMicros())
                .arg(count);
    }

    private static boolean isUnknownScript(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("NOSCRIPT");
    }

    /** An error that Redis itself sent (it is loading, out of memory) is no reason to reconnect at once, but one to step back. */
    private void suspect(RedisConnection current, Throwable failure) {
        drop(current, failure.getMessage());
    }

    private void drop(RedisConnection lost, String reason) {
        synchronized (this) {
            if (connection != lost) return;
            connection = null;
        }
        if (!closed) LOG.warnf("rate limits: without Redis for now (%s)", reason);
        lost.close();
        connectLater();
    }

    private void connectLater() {
        if (closed) return;
        long wait = pause;
        pause = Math.min(LONGEST_PAUSE, wait * 2);
        vertx.setTimer(wait, due -> connect());
    }

    private void connect() {
        if (closed || connection != null || !connecting.compareAndSet(false, true)) return;
        Promise<RedisConnection> ready = Promise.promise();
        // The client's own time-out for connecting is longer than anyone should be without Redis.
        long timer = vertx.setTimer(LONGEST_PAUSE, late -> ready.tryFail("no connection in " + LONGEST_PAUSE + " ms"));
        redis.connect()
                .onSuccess(fresh -> fresh.send(Request.cmd(Command.PING))
                        .onSuccess(pong -> {
                            if (!isPong(pong) || !ready.tryComplete(fresh)) fresh.close();
                        })
                        .onFailure(failure -> {
                            fresh.close();
                            ready.tryFail(failure);
                        }))
                .onFailure(ready::tryFail);
        ready.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            connecting.set(false);
            if (done.failed()) {
                connectLater();
                return;
            }
            RedisConnection fresh = done.result();
            fresh.exceptionHandler(failure -> drop(fresh, failure.getMessage()));
            fresh.endHandler(end -> drop(fresh, "connection closed"));
            connection = fresh;
            pause = FIRST_PAUSE;
            if (closed) {
                stop();
                return;
            }
            LOG.info("rate limits: shared in Redis");
        });
    }

    private static boolean isPong(Response response) {
        return response != null && response.type() == ResponseType.SIMPLE && "PONG".equals(response.toString());
    }

    private static String sha1(String script) {
        try {
            // Redis names scripts by SHA-1; nothing is protected by it.
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
