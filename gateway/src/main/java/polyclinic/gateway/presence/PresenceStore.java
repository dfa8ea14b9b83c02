package polyclinic.gateway.presence;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import polyclinic.gateway.feed.FeedLog;
import polyclinic.gateway.redis.RedisScript;

/**
 * Who is here, in Redis: until when, by its own clock, which is the same for all gateways. Whichever gateway first says that
 * somebody is here, or first looks when their time is over, puts that into the log, in the same step: it is told once.
 */
@Singleton
class PresenceStore {

    private static final String MAX_LISTED = "1000";

    private static final String CLOCK = """
            local time = redis.call('TIME')
            local at = time[1] * 1000 + math.floor(time[2] / 1000)
            """;

    /**
     * KEYS beside: until when somebody is here, and who they are. ARGV beside: for how long (ms), the time as text; then subject and
     * person in turn. Who is late but has not been missed yet has never gone.
     */
    private static final RedisScript BEAT = FeedLog.appending(CLOCK + """
            local function tell(step, subject, person)
              local data = {roles = person.roles, doctorId = person.doctorId}
              append(cjson.encode({topic = 'PRESENCE', type = 'presence.' .. step .. '.v1', occurredAt = ARGV[5],
                entityType = 'person', entityId = subject, data = data, audience = {rights = 'PRESENCE'}}))
            end
            for i = 6, #ARGV, 2 do
              if redis.call('ZADD', KEYS[3], string.format('%.0f', at + tonumber(ARGV[4])), ARGV[i]) == 1 then
                redis.call('HSET', KEYS[4], ARGV[i], ARGV[i + 1])
                tell('arrived', ARGV[i], cjson.decode(ARGV[i + 1]))
              end
            end
            for _, subject in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', string.format('%.0f', at), 'LIMIT', 0, 500)) do
              local person = redis.call('HGET', KEYS[4], subject)
              redis.call('ZREM', KEYS[3], subject)
              redis.call('HDEL', KEYS[4], subject)
              if person then tell('departed', subject, cjson.decode(person)) end
            end
            return 1
            """);

    /** KEYS: until when, who. ARGV: how many. Returns who they are, the first to expire first. */
    private static final RedisScript LIST = new RedisScript(CLOCK + """
            local here = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%.0f', at), '+inf', 'LIMIT', 0, ARGV[1])
            if #here == 0 then return {} end
            return redis.call('HMGET', KEYS[2], unpack(here))
            """);

    private final FeedLog log;
    private final List<String> keys;
    private final String expiryMs;

    PresenceStore(FeedLog log, PresenceConfig config) {
        this.log = log;
        this.keys = List.of(log.key("present"), log.key("persons"));
        this.expiryMs = Long.toString(config.expiry().toMillis());
    }

    /**
     * These are here now; those of whom nobody has said it for too long are gone.
     *
     * @param people by subject; what is known of who is here already stays as it is
     */
    Future<Void> beat(Map<String, JsonObject> people) {
        List<String> arguments = new ArrayList<>(2 + 2 * people.size());
        arguments.add(expiryMs);
        arguments.add(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        people.forEach((subject, person) -> {
            arguments.add(subject);
            arguments.add(person.encode());
        });
        return log.append(BEAT, keys, arguments).mapEmpty();
    }

    Future<List<JsonObject>> list() {
        return log.run(LIST, keys, List.of(MAX_LISTED)).map(found -> {
            List<JsonObject> people = new ArrayList<>(found.size());
            for (Response person : found) if (person != null) people.add(new JsonObject(person.toString()));
            return people;
        });
    }
}
