package polyclinic.gateway.sessionstore;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.identityprovider.OpenIdClientConfig;
import polyclinic.gateway.ratelimit.RedisConnectionHolder;

/**
 * What the gateways keep for browsers, in Redis, sealed and for a limited time. Each call fails with {@link Away} while Redis is not
 * there, within the time limit; an answer null means that there is nothing.
 */
@Singleton
public class SealedStore {

    /** Redis cannot be reached at the moment. */
    public static final class Away extends RuntimeException {
        private static final long serialVersionUID = 1;

        Away(@Nullable String reason) {
            super("no sessions without Redis: " + reason, null, false, false);
        }
    }

    private static final String RELEASE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0
            """;

    private final RedisConnectionHolder connection;
    private final SessionSeal seal;

    public SealedStore(SessionConfig config, OpenIdClientConfig client, Vertx vertx, Redis redis) {
        connection = new RedisConnectionHolder(
                "browser sessions", vertx, redis, config.timeout().toMillis());
        // Without a client secret nobody signs in, and nothing is sealed.
        seal = new SessionSeal(client.clientSecret().orElseGet(SessionKey::newSecret));
    }

    public void start(@Observes StartupEvent event) {
        connection.start();
    }

    public void stop(@Observes ShutdownEvent event) {
        connection.stop();
    }

    /** Keeps the content for so long. */
    public Future<Void> put(String key, JsonObject content, Duration time) {
        return send(Request.cmd(Command.SET)
                        .arg(key)
                        .arg(seal.seal(key, content))
                        .arg("PX")
                        .arg(time.toMillis()))
                .mapEmpty();
    }

    /** Returns the content and removes it: of all who ask at the same time one gets it. */
    public Future<@Nullable JsonObject> take(String key) {
        return send(Request.cmd(Command.GETDEL).arg(key)).map(found -> open(key, found));
    }

    /** Returns whether nobody has claimed the key within this time. */
    public Future<Boolean> claim(String key, String owner, Duration time) {
        return send(Request.cmd(Command.SET)
                        .arg(key)
                        .arg(owner)
                        .arg("NX")
                        .arg("PX")
                        .arg(time.toMillis()))
                .map(answer -> answer != null);
    }

    /** Gives up a claim, unless somebody else has it by now. */
    public Future<Void> release(String key, String owner) {
        return eval(RELEASE, List.of(key), List.of(owner)).mapEmpty();
    }

    public Future<@Nullable JsonObject> get(String key) {
        return send(Request.cmd(Command.GET).arg(key)).map(found -> open(key, found));
    }

    /** Returns the content, which is kept for so long from now on. */
    public Future<@Nullable JsonObject> extend(String key, Duration time) {
        return send(Request.cmd(Command.GETEX).arg(key).arg("PX").arg(time.toMillis()))
                .map(found -> open(key, found));
    }

    /** Changes the content of what is still there; returns whether it was. */
    public Future<Boolean> replace(String key, JsonObject content) {
        return send(Request.cmd(Command.SET)
                        .arg(key)
                        .arg(seal.seal(key, content))
                        .arg("XX")
                        .arg("KEEPTTL"))
                .map(answer -> answer != null);
    }

    /** Runs a script; Redis does nothing else meanwhile. */
    public Future<Response> eval(String script, List<String> keys, List<String> arguments) {
        Request request = Request.cmd(Command.EVAL).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return send(request);
    }

    /** Returns what a script puts at a key. */
    public String seal(String key, JsonObject content) {
        return seal.seal(key, content);
    }

    /** Returns what a script found at a key; null for nothing, and for what was not sealed for it. */
    public @Nullable JsonObject open(String key, @Nullable Response found) {
        return found == null ? null : seal.open(key, found.toString());
    }

    private Future<Response> send(Request request) {
        Future<Response> answer = connection.call(redis -> redis.send(request));
        if (answer == null) return Future.failedFuture(new Away("not connected"));
        return answer.recover(failure -> Future.failedFuture(new Away(failure.getMessage())));
    }
}
