package polyclinic.gateway.notifications;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.feed.FeedEntry;
import polyclinic.gateway.feed.FeedLog;
import polyclinic.gateway.feed.FeedTopic;
import polyclinic.gateway.feed.NotificationId;
import polyclinic.gateway.feed.RecipientAddress;
import polyclinic.gateway.redis.RedisScript;

/**
 * Notifications in Redis. The log's own script has put them there, each once, in the step in which it took up their event. Beside
 * them stands what each person has read, and when.
 */
@Singleton
class NotificationStore {

    /** Of so many a person's reading is remembered: more than all lists of one person have. */
    private static final String REMEMBERED = "10000";

    /**
     * KEYS: notifications, what the person has read, their lists. ARGV: before which place, how many, whether only what is unread.
     * Returns place, entry and when it was read, newest first; what is in several lists once.
     */
    private static final RedisScript PAGE = new RedisScript("""
            local known, places, found = {}, {}, {}
            for i = 3, #KEYS do
              for _, place in ipairs(redis.call('ZREVRANGEBYSCORE', KEYS[i], ARGV[1], '-inf')) do
                if not known[place] then
                  known[place] = true
                  places[#places + 1] = place
                end
              end
            end
            table.sort(places, function(one, other) return tonumber(one) > tonumber(other) end)
            for _, place in ipairs(places) do
              if #found == tonumber(ARGV[2]) then break end
              local read = redis.call('ZSCORE', KEYS[2], place)
              if not read or ARGV[3] ~= 'true' then
                local entry = redis.call('XRANGE', KEYS[1], place .. '-0', place .. '-0')[1]
                if entry then found[#found + 1] = {place, entry[2][2], read or ''} end
              end
            end
            return found
            """);

    /**
     * KEYS beside: what the person has read. ARGV beside: the place, the entry for the person's other devices, the reads that are
     * remembered, and for how long (ms). Returns when it was read first.
     */
    private static final RedisScript READ = FeedLog.appending("""
            if redis.call('ZADD', KEYS[3], 'NX', text(now), ARGV[4]) == 1 then
              append(ARGV[5])
              redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', text(now - tonumber(ARGV[7])))
              redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -1 - tonumber(ARGV[6]))
            end
            redis.call('PEXPIRE', KEYS[3], ARGV[7])
            return redis.call('ZSCORE', KEYS[3], ARGV[4])
            """);

    /** @param readAt null for what is unread */
    record Stored(FeedEntry entry, @Nullable Instant readAt) {}

    private final FeedLog log;
    private final Clock clock = Clock.systemUTC();

    NotificationStore(FeedLog log) {
        this.log = log;
    }

    /**
     * The newest of a person's notifications before a place.
     *
     * @param addresses under which the person is told, as {@link RecipientAddress} writes them
     * @param before null for the newest of all
     */
    Future<List<Stored>> page(
            String subject, Collection<String> addresses, @Nullable Long before, int max, boolean unread) {
        List<String> keys = Stream.concat(
                        Stream.of(log.notificationsKey(), readKey(subject)),
                        addresses.stream().map(log::recipientKey))
                .toList();
        String bound = before == null ? "+inf" : "(" + before;
        return log.run(PAGE, keys, List.of(bound, Integer.toString(max), Boolean.toString(unread)))
                .map(NotificationStore::stored);
    }

    /** Notes that the person has read it; whoever has before keeps the time at which they did. Returns that time. */
    Future<Instant> read(String subject, long place) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long retentionMs = now.toEpochMilli() - log.oldestNotification().toEpochMilli();
        return log.append(
                        READ,
                        List.of(readKey(subject)),
                        List.of(
                                Long.toString(place),
                                event(place, subject, now),
                                REMEMBERED,
                                Long.toString(retentionMs)))
                .map(first -> Instant.ofEpochMilli(first.toLong()));
    }

    /** What the person's other devices are told. */
    private static String event(long place, String subject, Instant now) {
        return new JsonObject()
                .put("topic", FeedTopic.NOTIFICATIONS.name())
                .put("type", "notification.read.v1")
                .put("occurredAt", now.toString())
                .put("entityType", "notification")
                .put("entityId", NotificationId.of(place))
                .put("data", new JsonObject())
                .put("audience", new JsonObject().put("to", new JsonArray().add(RecipientAddress.account(subject))))
                .encode();
    }

    private String readKey(String subject) {
        return log.key("read:") + subject;
    }

    private static List<Stored> stored(Response found) {
        List<Stored> page = new ArrayList<>(found.size());
        for (Response one : found) {
            String read = one.get(2).toString();
            page.add(new Stored(
                    FeedEntry.alone(one.get(0).toLong(), one.get(1).toString()),
                    read.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(read))));
        }
        return page;
    }
}
