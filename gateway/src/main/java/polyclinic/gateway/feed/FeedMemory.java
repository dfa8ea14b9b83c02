package polyclinic.gateway.feed;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Keeps the log within its share of Redis, however many entries it may have. What lies beside it (sessions, limits, answers) has a time
 * to live, and a Redis that is full throws that out first: people would be signed out so that old news are kept, and when nothing is
 * left to be thrown out nothing is told any more.
 */
@Singleton
class FeedMemory {

    private static final Logger LOG = Logger.getLogger(FeedMemory.class);
    private static final Pattern MAX_MEMORY = Pattern.compile("(?m)^maxmemory:(\\d+)\\s*$");
    /** Of what Redis may take. */
    private static final double SHARE = 0.5;
    /** What is left of the share, so that it is not met again at the next entry. */
    private static final double LEFT = 0.8;

    private static final Duration TOLD_EVERY = Duration.ofHours(1);

    private final Redis redis;
    private final FeedLog log;
    private final Clock clock = Clock.systemUTC();
    private volatile Instant told = Instant.EPOCH;

    @Inject
    FeedMemory(Redis redis, FeedLog log) {
        this.redis = redis;
        this.log = log;
    }

    /** Drops the oldest entries when the log takes more than its share; whoever has not read them is told of a gap. */
    Future<Void> keepShare() {
        return log.inTime(redis.send(Request.cmd(Command.INFO).arg("memory")))
                .map(FeedMemory::limit)
                .compose(limit -> limit == 0
                        ? Future.succeededFuture()
                        : used().compose(used -> used <= SHARE * limit
                                ? Future.succeededFuture()
                                : drop(LEFT * SHARE * limit / used, limit)));
    }

    /** In bytes; zero for a Redis that has none. */
    private static long limit(Response info) {
        Matcher line = MAX_MEMORY.matcher(info.toString());
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    private Future<Long> used() {
        return bytes(log.eventsKey())
                .compose(events -> bytes(log.notificationsKey()).map(notifications -> events + notifications));
    }

    private Future<Long> bytes(String key) {
        return log.inTime(redis.send(Request.cmd(Command.MEMORY).arg("USAGE").arg(key)))
                .map(answer -> answer == null ? 0L : answer.toLong());
    }

    private Future<Void> drop(double part, long limit) {
        if (clock.instant().isAfter(told.plus(TOLD_EVERY))) {
            told = clock.instant();
            LOG.warnf(
                    "the live feed's log has met half of the %d MiB of Redis: its oldest entries are dropped, and clients that have not read them are told of a gap",
                    limit / 1024 / 1024);
        }
        Future<Void> done = Future.succeededFuture();
        for (String key : List.of(log.eventsKey(), log.notificationsKey()))
            done = done.compose(before -> log.inTime(
                            redis.send(Request.cmd(Command.XLEN).arg(key)))
                    .compose(length -> log.inTime(redis.send(
                            Request.cmd(Command.XTRIM).arg(key).arg("MAXLEN").arg((long) (length.toLong() * part)))))
                    .mapEmpty());
        return done;
    }
}
