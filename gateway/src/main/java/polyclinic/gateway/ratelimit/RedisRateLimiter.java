package polyclinic.gateway.ratelimit;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Limits shared by all gateways: one script in Redis, one round trip. */
final class RedisRateLimiter {

    /**
     * @param count permits granted, at most as many as were requested
     * @param decision the decision for the last of them
     */
    record Grant(int count, RateLimitDecision decision) {}

    /**
     * KEYS: caller. ARGV: microseconds per request, microseconds per window, permits requested. Returns the permits
     * granted, the theoretical arrival time and the time now.
     */
    private static final String SCRIPT = """
            local clock = redis.call('TIME')
            local now = clock[1] * 1000000 + clock[2]
            local arrival = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
            local emission = tonumber(ARGV[1])
            local free = math.floor((tonumber(ARGV[2]) - (arrival - now)) / emission)
            local granted = math.max(0, math.min(free, tonumber(ARGV[3])))
            if granted > 0 then
              arrival = arrival + granted * emission
              redis.call('SET', KEYS[1], string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000))
            end
            return {granted, string.format('%.0f', arrival), string.format('%.0f', now)}
            """;

    private static final String SHA = sha1(SCRIPT);

    private final RedisConnectionHolder connection;

    RedisRateLimiter(RedisConnectionHolder connection) {
        this.connection = connection;
    }

    /** Returns null while Redis is unavailable; the future fails within the time limit when it has just become so. */
    @Nullable
    Future<Grant> take(String key, Quota quota, int count) {
        Future<Response> answer = connection.call(redis -> redis.send(command(Command.EVALSHA, SHA, key, quota, count))
                .recover(failure -> isUnknownScript(failure)
                        ? redis.send(command(Command.EVAL, SCRIPT, key, quota, count))
                        : Future.failedFuture(failure)));
        return answer == null ? null : answer.map(response -> grant(quota, response));
    }

    private static Grant grant(Quota quota, Response response) {
        int count = response.get(0).toInteger();
        long theoreticalArrivalTime = response.get(1).toLong();
        long now = response.get(2).toLong();
        return new Grant(count, quota.decision(count > 0, theoreticalArrivalTime, now));
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
