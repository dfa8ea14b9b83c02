package polyclinic.gateway.ratelimit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis that all requests share (they pipeline). Once it is lost, or late even once, it is dropped
 * and no request waits for it; it is established again in the background, and used after it has answered a PING.
 */
public final class RedisConnectionHolder {

    private static final Logger LOG = Logger.getLogger(RedisConnectionHolder.class);

    private static final long CONNECT_TIMEOUT_MS = 1_000;
    private static final long MIN_RECONNECT_DELAY_MS = 50;
    private static final long MAX_RECONNECT_DELAY_MS = 1_000;

    /** The event loop may be late rather than Redis; an answer that has arrived is then handled within this time. */
    private static final long GRACE_MS = 5;

    private final String use;
    private final Vertx vertx;
    private final Redis redis;
    private final long timeoutMs;
    private final AtomicBoolean connecting = new AtomicBoolean();
    private volatile @Nullable RedisConnection connection;
    private volatile boolean closed;
    private volatile long reconnectDelayMs = MIN_RECONNECT_DELAY_MS;

    /** @param use what it is for, in the log */
    public RedisConnectionHolder(String use, Vertx vertx, Redis redis, long timeoutMs) {
        this.use = use;
        this.vertx = vertx;
        this.redis = redis;
        this.timeoutMs = timeoutMs;
    }

    public void start() {
        connect();
    }

    public void stop() {
        closed = true;
        RedisConnection current = connection;
        connection = null;
        if (current != null) current.close();
    }

    public boolean isConnected() {
        return connection != null;
    }

    Future<Response> ping() {
        Future<Response> answer = call(current -> current.send(Request.cmd(Command.PING)));
        return answer == null ? Future.failedFuture("not connected") : answer;
    }

    /** Returns null while there is no connection; otherwise the answer, or a failure when it is not there in time. */
    public @Nullable Future<Response> call(Function<RedisConnection, Future<Response>> commands) {
        RedisConnection current = connection;
        return current == null ? null : withTimeout(current, commands.apply(current));
    }

    private Future<Response> withTimeout(RedisConnection current, Future<Response> answer) {
        if (answer.isComplete()) {
            if (answer.failed()) drop(current, answer.cause().getMessage());
            return answer;
        }
        Promise<Response> promise = Promise.promise();
        long timer = vertx.setTimer(
                timeoutMs,
                late -> vertx.setTimer(GRACE_MS, stillLate -> {
                    if (promise.tryFail("Redis did not answer in " + timeoutMs + " ms")) {
                        drop(current, "no answer in " + timeoutMs + " ms");
                    }
                }));
        answer.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                promise.tryComplete(done.result());
            } else {
                drop(current, done.cause().getMessage());
                promise.tryFail(done.cause());
            }
        });
        return promise.future();
    }

    /** Also called after an error that Redis sent (loading, out of memory), so that it gets a pause before the next request. */
    private void drop(RedisConnection lost, @Nullable String reason) {
        synchronized (this) {
            if (connection != lost) return;
            connection = null;
        }
        if (!closed) LOG.warnf("%s: without Redis for now (%s)", use, reason);
        lost.close();
        reconnect();
    }

    private void reconnect() {
        if (closed) return;
        long delay = reconnectDelayMs;
        reconnectDelayMs = Math.min(MAX_RECONNECT_DELAY_MS, delay * 2);
        vertx.setTimer(delay, due -> connect());
    }

    private void connect() {
        if (closed || connection != null || !connecting.compareAndSet(false, true)) return;
        Promise<RedisConnection> ready = Promise.promise();
        // The client's own time limit for connecting is longer than limits should be counted without Redis.
        long timer = vertx.setTimer(
                CONNECT_TIMEOUT_MS, late -> ready.tryFail("no connection in " + CONNECT_TIMEOUT_MS + " ms"));
        redis.connect().onSuccess(fresh -> check(fresh, ready)).onFailure(ready::tryFail);
        ready.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            connecting.set(false);
            if (done.failed()) {
                reconnect();
            } else {
                use(done.result());
            }
        });
    }

    private static void check(RedisConnection fresh, Promise<RedisConnection> ready) {
        fresh.send(Request.cmd(Command.PING))
                .onSuccess(pong -> {
                    if (!isPong(pong) || !ready.tryComplete(fresh)) fresh.close();
                })
                .onFailure(failure -> {
                    fresh.close();
                    ready.tryFail(failure);
                });
    }

    private void use(RedisConnection fresh) {
        fresh.exceptionHandler(failure -> drop(fresh, failure.getMessage()));
        fresh.endHandler(end -> drop(fresh, "connection closed"));
        connection = fresh;
        reconnectDelayMs = MIN_RECONNECT_DELAY_MS;
        if (closed) {
            stop();
            return;
        }
        LOG.infof("%s: shared in Redis", use);
    }

    private static boolean isPong(@Nullable Response response) {
        return response != null && response.type() == ResponseType.SIMPLE && "PONG".equals(response.toString());
    }
}
