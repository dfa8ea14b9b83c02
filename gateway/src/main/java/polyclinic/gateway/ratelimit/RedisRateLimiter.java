package polyclinic.gateway.ratelimit;

import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.redis.RedisScript;

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
    private static final RedisScript SCRIPT = new RedisScript("""
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
            """);

    private final RedisConnectionHolder connection;

    RedisRateLimiter(RedisConnectionHolder connection) {
        this.connection = connection;
    }

    /** Returns null while Redis is unavailable; the future fails within the time limit when it has just become so. */
    @Nullable
    Future<Grant> take(String key, Quota quota, int count) {
        List<String> arguments = List.of(
                Long.toString(quota.emissionMicros()), Long.toString(quota.windowMicros()), Integer.toString(count));
        Future<Response> answer = connection.call(redis -> SCRIPT.run(redis::send, List.of(key), arguments));
        return answer == null ? null : answer.map(response -> grant(quota, response));
    }

    private static Grant grant(Quota quota, Response response) {
        int count = response.get(0).toInteger();
        long theoreticalArrivalTime = response.get(1).toLong();
        long now = response.get(2).toLong();
        return new Grant(count, quota.decision(count > 0, theoreticalArrivalTime, now));
    }
}
