package polyclinic.gateway.feed;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.redis.RedisScript;

/**
 * The log in Redis: a stream whose ids are the entries' places, and beside it how far each partition of Kafka has been taken up.
 * Both change in one script, so an event has one place, whoever appends it and however often. The keys hold no data.
 *
 * <p>A log begins at the milliseconds since 1970, and so it does again after Redis has lost it, or the end of it: a place that a
 * client remembers from before is then less than the first one that there is, and is known to be of a log that is gone.
 */
@Singleton
public class FeedLog {

    /** @param behind whether the log has less than was taken up already: nothing was appended, {@code next} says where to go on */
    record Appended(boolean behind, long next) {}

    /**
     * @param offset the event's place in its partition
     * @param id the event's own: a service that dies while it sends may send one twice
     * @param recipients whose notification it is, as {@link RecipientAddress} writes them
     */
    record Pending(long offset, String id, String entry, Set<String> recipients) {
        Pending(long offset, String id, String entry) {
            this(offset, id, entry, Set.of());
        }
    }

    static final long UNKNOWN = -1;

    /** Of so many events the log knows that it has them: what a service sends twice, it sends soon. */
    private static final String REMEMBERED_IDS = "100000";

    private static final long HOUR_MS = 3_600_000;

    /**
     * What every script that appends begins with. KEYS: events, state. ARGV: now, the last place that this gateway has seen, entries
     * kept. A place that was seen and is not there any more has been lost: what comes then is not next to what was.
     */
    private static final String APPENDING = """
            local function text(number) return string.format('%.0f', number) end
            local now = tonumber(ARGV[1])
            local seq = tonumber(redis.call('HGET', KEYS[2], 'seq') or ARGV[1])
            if seq < tonumber(ARGV[2]) then seq = math.max(tonumber(ARGV[2]) + 1, now) end
            local function append(entry)
              local previous = text(seq)
              seq = seq + 1
              redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], text(seq) .. '-0', 'p', previous, 'e', entry)
              redis.call('HSET', KEYS[2], 'seq', text(seq))
              return text(seq)
            end
            """;

    /**
     * KEYS beside: hours, ids, notifications. ARGV beside: partition, the offset that should come next (-1: unknown), the offset
     * after this batch, the oldest hour of entries and of notifications that is kept, ids and notifications kept, those of one
     * recipient, and for how long (ms), how the keys of recipients begin; then offset, id, entry and recipients in turn. Returns
     * whether it went in, and the partition's next offset.
     */
    private static final RedisScript APPEND = appending("""
            local stored = tonumber(redis.call('HGET', KEYS[2], ARGV[4]) or '-1')
            if stored >= 0 and stored < tonumber(ARGV[5]) then
              redis.call('HSET', KEYS[2], 'seq', text(math.max(seq + 1, now)))
              return {0, text(stored)}
            end
            local hour = math.floor(now / 3600000)
            if redis.call('HGET', KEYS[2], 'hour') ~= text(hour) then
              local function forget(log, oldest)
                local old = redis.call('ZREVRANGEBYSCORE', KEYS[3], oldest, '-inf', 'LIMIT', 0, 1)[1]
                if old then redis.call('XTRIM', log, 'MINID', old) end
                return old
              end
              redis.call('HSET', KEYS[2], 'hour', text(hour))
              redis.call('ZADD', KEYS[3], text(hour), text(seq))
              local entries = forget(KEYS[1], ARGV[7])
              local notifications = forget(KEYS[5], ARGV[8])
              if entries and notifications then
                redis.call('HSET', KEYS[2], 'notifications', notifications)
                local hours = {redis.call('ZSCORE', KEYS[3], entries), redis.call('ZSCORE', KEYS[3], notifications)}
                redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', '(' .. text(math.min(tonumber(hours[1]), tonumber(hours[2]))))
              end
            end
            local oldest = redis.call('HGET', KEYS[2], 'notifications') or '0'
            local function keep(recipient, place)
              local list = ARGV[13] .. recipient
              redis.call('ZADD', list, place, place)
              redis.call('ZREMRANGEBYSCORE', list, '-inf', '(' .. oldest)
              redis.call('ZREMRANGEBYRANK', list, 0, -1 - tonumber(ARGV[11]))
              redis.call('PEXPIRE', list, ARGV[12])
            end
            for i = 14, #ARGV, 4 do
              if tonumber(ARGV[i]) >= stored and redis.call('ZADD', KEYS[4], 'NX', text(seq), ARGV[i + 1]) == 1 then
                local place = append(ARGV[i + 2])
                if ARGV[i + 3] ~= '' then
                  redis.call('XADD', KEYS[5], 'MAXLEN', '~', ARGV[10], place .. '-0', 'e', ARGV[i + 2])
                  for recipient in string.gmatch(ARGV[i + 3], '%S+') do keep(recipient, place) end
                end
              end
            end
            redis.call('ZREMRANGEBYRANK', KEYS[4], 0, -1 - tonumber(ARGV[9]))
            local next = math.max(stored, tonumber(ARGV[6]))
            redis.call('HSET', KEYS[2], 'seq', text(seq), ARGV[4], text(next))
            return {1, text(next)}
            """);

    /** ARGV: now. Returns the last place; a log that is not there begins. */
    private static final RedisScript LAST = new RedisScript("""
            redis.call('HSETNX', KEYS[2], 'seq', ARGV[1])
            return redis.call('HGET', KEYS[2], 'seq')
            """);

    /** ARGV: partition, its next offset, now. What follows is not next to what was. */
    private static final RedisScript RESTART = new RedisScript("""
            local seq = tonumber(redis.call('HGET', KEYS[2], 'seq') or '0')
            redis.call('HSET', KEYS[2], 'seq', string.format('%.0f', math.max(seq + 1, tonumber(ARGV[3]))), ARGV[1], ARGV[2])
            return 1
            """);

    private final Vertx vertx;
    private final Redis redis;
    private final Clock clock;
    private final long timeoutMs;
    private final long retentionMs;
    private final String entries;
    private final String events;
    private final String state;
    private final List<String> keys;
    private final String prefix;
    private final FeedConfig.Notifications notifications;
    /** The greatest place that anybody can have been told of here. */
    private final AtomicLong seen = new AtomicLong();

    @Inject
    FeedLog(Vertx vertx, Redis redis, FeedConfig config) {
        this(vertx, redis, config, Clock.systemUTC());
    }

    FeedLog(Vertx vertx, Redis redis, FeedConfig config, Clock clock) {
        this.vertx = vertx;
        this.redis = redis;
        this.clock = clock;
        this.timeoutMs = config.timeout().toMillis();
        this.retentionMs = config.retention().toMillis();
        this.entries = Integer.toString(config.entries());
        // In braces: a script's keys have to be on one node of a cluster.
        this.prefix = "{" + config.name() + "}:";
        this.notifications = config.notifications();
        this.events = prefix + "events";
        this.state = prefix + "state";
        this.keys = List.of(events, state, prefix + "hours", prefix + "ids", notificationsKey());
    }

    /**
     * Appends what is not in the log yet.
     *
     * @param expected the partition's offset that should come next, {@link #UNKNOWN} for whoever has not appended before
     * @param next the offset after the last event of the batch, whether or not that one is for the log
     */
    Future<Appended> append(String partition, long expected, long next, List<Pending> batch) {
        long now = clock.millis();
        List<String> arguments = new ArrayList<>(13 + 4 * batch.size());
        arguments.addAll(appendingArguments(now));
        arguments.addAll(List.of(
                partition,
                Long.toString(expected),
                Long.toString(next),
                Long.toString((now - retentionMs) / HOUR_MS),
                Long.toString(oldestNotification().toEpochMilli() / HOUR_MS),
                REMEMBERED_IDS,
                Integer.toString(notifications.entries()),
                Integer.toString(notifications.perRecipient()),
                Long.toString(notifications.retention().toMillis()),
                recipientKey("")));
        for (Pending event : batch) {
            arguments.add(Long.toString(event.offset()));
            arguments.add(event.id());
            arguments.add(event.entry());
            arguments.add(String.join(" ", event.recipients()));
        }
        return inTime(APPEND.run(redis::send, keys, arguments))
                .map(answer -> new Appended(
                        answer.get(0).toInteger() == 0, answer.get(1).toLong()));
    }

    /**
     * A script of another part of the feed that calls {@code append(entry)}. Its KEYS begin behind the log's two, its ARGV behind the
     * first three; {@code now} is in milliseconds, {@code text(number)} writes one.
     */
    public static RedisScript appending(String script) {
        return new RedisScript(APPENDING + script);
    }

    /** Runs what {@link #appending} has made. */
    public Future<Response> append(RedisScript script, List<String> moreKeys, List<String> moreArguments) {
        return run(
                script,
                Stream.concat(Stream.of(events, state), moreKeys.stream()).toList(),
                Stream.concat(appendingArguments(clock.millis()).stream(), moreArguments.stream())
                        .toList());
    }

    /** Runs a script that appends nothing. Fails when Redis does not answer in time. */
    public Future<Response> run(RedisScript script, List<String> keysOfScript, List<String> arguments) {
        return inTime(script.run(redis::send, keysOfScript, arguments));
    }

    private List<String> appendingArguments(long now) {
        return List.of(Long.toString(now), Long.toString(seen.get()), entries);
    }

    /** A key of another part of the feed: all of them are on one node of a cluster. */
    public String key(String name) {
        return prefix + name;
    }

    /** Where the entries are, each at its place. */
    String eventsKey() {
        return events;
    }

    /** Where notifications are, each at its place. */
    public String notificationsKey() {
        return key("notifications");
    }

    /** Where the places of somebody's notifications are. */
    public String recipientKey(String address) {
        return key("for:") + address;
    }

    /** Before this no notification is kept. */
    public Instant oldestNotification() {
        return clock.instant().minus(notifications.retention());
    }

    /** The offset that the log has taken up to; {@link #UNKNOWN} for a partition that it has nothing of. */
    Future<Long> position(String partition) {
        return inTime(redis.send(Request.cmd(Command.HGET).arg(state).arg(partition)))
                .map(stored -> stored == null ? UNKNOWN : stored.toLong());
    }

    /** Goes on at another offset of a partition: readers are told of a gap. */
    Future<Void> restart(String partition, long next) {
        return inTime(RESTART.run(
                        redis::send, keys, List.of(partition, Long.toString(next), Long.toString(clock.millis()))))
                .mapEmpty();
    }

    /** The place after which everything is new. */
    public Future<Long> last() {
        return inTime(LAST.run(redis::send, keys, List.of(Long.toString(clock.millis()))))
                .map(Response::toLong)
                .onSuccess(this::saw);
    }

    /** The entries after a place, at most {@code max}. Where the first one's {@code previous} is another place, some are gone. */
    public Future<List<FeedEntry>> read(long after, int max) {
        return inTime(redis.send(Request.cmd(Command.XRANGE)
                        .arg(events)
                        .arg("(" + after + "-0")
                        .arg("+")
                        .arg("COUNT")
                        .arg(max)))
                .map(FeedLog::entries)
                .onSuccess(read -> {
                    if (!read.isEmpty()) saw(read.get(read.size() - 1).seq());
                });
    }

    private void saw(long place) {
        seen.accumulateAndGet(place, Math::max);
    }

    /** Completes when there is something after the place, or after a moment; on a connection that nobody else waits for. */
    Request wait(long after, long ms) {
        return Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(1)
                .arg("BLOCK")
                .arg(ms)
                .arg("STREAMS")
                .arg(events)
                .arg(after + "-0");
    }

    private static List<FeedEntry> entries(@Nullable Response found) {
        if (found == null) return List.of();
        List<FeedEntry> entries = new ArrayList<>(found.size());
        for (Response one : found) {
            String id = one.get(0).toString();
            Response fields = one.get(1);
            entries.add(FeedEntry.of(
                    Long.parseLong(id.substring(0, id.indexOf('-'))),
                    fields.get(1).toLong(),
                    fields.get(3).toString()));
        }
        return entries;
    }

    <T> Future<T> inTime(Future<T> answer) {
        if (answer.isComplete()) return answer;
        Promise<T> promise = Promise.promise();
        long timer = vertx.setTimer(timeoutMs, late -> promise.tryFail("Redis did not answer in " + timeoutMs + " ms"));
        answer.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) promise.tryComplete(done.result());
            else promise.tryFail(done.cause());
        });
        return promise.future();
    }
}
