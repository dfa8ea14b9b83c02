package polyclinic.gateway.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.feed.FeedEntry;
import polyclinic.gateway.feed.FeedLog;
import polyclinic.gateway.feed.FeedTail;
import polyclinic.gateway.feedaccess.CallerRefused;
import polyclinic.gateway.feedaccess.FeedGate;
import polyclinic.gateway.feedaccess.FeedGate.Delivery;
import polyclinic.gateway.feedaccess.FeedSelection;
import polyclinic.gateway.feedaccess.FeedSubscriber;

/**
 * One client's stream: a place in the log and nothing else. It reads on when there is something new and the client has taken what
 * came before, so that nothing is kept for who is slow. All of it runs on the connection's event loop.
 */
final class OpenStream {

    private static final int PAGE = 200;
    private static final long RETRY_MS = 500;
    private static final long NEVER = Long.MIN_VALUE;

    private final Context context;
    private final FeedLog log;
    private final FeedTail tail;
    private final FeedGate gate;
    private final FeedSubscriber who;
    private final FeedSelection selection;
    private final StreamChannel channel;
    private final StreamConfig config;
    private final Consumer<StreamEnd> ended;
    private long place;
    private boolean busy;
    private boolean woken;
    private boolean closed;
    private long fullSinceNanos = NEVER;
    private long failingSinceNanos = NEVER;
    private long toldNanos = System.nanoTime();

    /** @param ended told why, when the gateway has ended it */
    OpenStream(
            Context context,
            FeedLog log,
            FeedTail tail,
            FeedGate gate,
            FeedSubscriber who,
            FeedSelection selection,
            StreamChannel channel,
            StreamConfig config,
            long place,
            Consumer<StreamEnd> ended) {
        this.context = context;
        this.log = log;
        this.tail = tail;
        this.gate = gate;
        this.who = who;
        this.selection = selection;
        this.channel = channel;
        this.config = config;
        this.place = place;
        this.ended = ended;
        channel.onDrained(() -> {
            fullSinceNanos = NEVER;
            read();
        });
    }

    FeedSubscriber who() {
        return who;
    }

    FeedSelection selection() {
        return selection;
    }

    /** There is something new; from any thread. */
    void wake() {
        context.runOnContext(now -> read());
    }

    /** Ends it; from any thread. */
    void end(StreamEnd end) {
        context.runOnContext(now -> close(end));
    }

    /** The connection is gone. */
    void gone() {
        closed = true;
    }

    /** Time has passed; from any thread. */
    void tick() {
        context.runOnContext(now -> look());
    }

    private void look() {
        if (closed) return;
        long now = System.nanoTime();
        if (System.currentTimeMillis() >= who.caller().expiresAtMs()) close(StreamEnd.TOKEN_EXPIRED);
        else if (fullSinceNanos != NEVER
                && now - fullSinceNanos > config.patience().toNanos()) close(StreamEnd.SLOW_READER);
        else if (failingSinceNanos != NEVER
                && now - failingSinceNanos > config.outage().toNanos()) close(StreamEnd.UNAVAILABLE);
        else if (now - toldNanos >= config.heartbeat().toNanos()) beat(now);
    }

    private void beat(long now) {
        if (busy || fullSinceNanos != NEVER) return;
        toldNanos = now;
        channel.heartbeat(place);
        noteFull();
        read();
    }

    private void read() {
        if (closed) return;
        woken = true;
        if (busy || fullSinceNanos != NEVER) return;
        busy = true;
        woken = false;
        List<FeedEntry> entries = tail.after(place, PAGE);
        Future<Boolean> told = entries == null ? readLog() : tell(entries);
        told.onComplete(done -> context.runOnContext(back -> {
            busy = false;
            if (done.succeeded()) {
                failingSinceNanos = NEVER;
                if (woken || done.result()) read();
            } else {
                failed(done.cause());
            }
        }));
    }

    /** The last place is asked for first: what is appended in between is then not taken for lost. */
    private Future<Boolean> readLog() {
        return log.last().compose(last -> log.read(place, PAGE)
                .compose(entries -> onContext(() -> {
                    if (!entries.isEmpty()) return tell(entries);
                    if (last != place) gap(last);
                    return Future.succeededFuture(false);
                })));
    }

    private Future<Boolean> onContext(Supplier<Future<Boolean>> work) {
        Promise<Boolean> promise = Promise.promise();
        context.runOnContext(now -> work.get().onComplete(promise));
        return promise.future();
    }

    /** Returns whether there may be more. */
    private Future<Boolean> tell(List<FeedEntry> entries) {
        if (entries.isEmpty()) return Future.succeededFuture(false);
        long before = entries.get(0).previous();
        if (before != place) gap(before);
        List<FeedEntry> unbroken = unbroken(entries);
        return gate.deliverable(who, selection, unbroken)
                .compose(deliveries -> onContext(() -> Future.succeededFuture(deliver(deliveries, unbroken))));
    }

    private boolean deliver(List<Delivery> deliveries, List<FeedEntry> considered) {
        if (closed) return false;
        if (!deliveries.isEmpty()) {
            channel.send(deliveries);
            toldNanos = System.nanoTime();
            noteFull();
        }
        place = considered.get(considered.size() - 1).seq();
        return true;
    }

    /** Up to where the next ones are missing. */
    private static List<FeedEntry> unbroken(List<FeedEntry> entries) {
        for (int i = 1; i < entries.size(); i++)
            if (entries.get(i).previous() != entries.get(i - 1).seq()) return entries.subList(0, i);
        return entries;
    }

    private void gap(long to) {
        if (closed) return;
        channel.gap(place, to);
        place = to;
    }

    private void noteFull() {
        if (channel.isFull()) fullSinceNanos = System.nanoTime();
    }

    private void failed(@Nullable Throwable failure) {
        if (closed) return;
        if (failure instanceof CallerRefused) {
            close(StreamEnd.TOKEN_EXPIRED);
            return;
        }
        if (failingSinceNanos == NEVER) failingSinceNanos = System.nanoTime();
        busy = true;
        context.owner()
                .setTimer(
                        RETRY_MS,
                        due -> context.runOnContext(again -> {
                            busy = false;
                            read();
                        }));
    }

    private void close(StreamEnd end) {
        if (closed) return;
        closed = true;
        ended.accept(end);
        channel.close(end);
    }
}
