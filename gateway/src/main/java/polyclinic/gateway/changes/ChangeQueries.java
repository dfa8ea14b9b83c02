package polyclinic.gateway.changes;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import polyclinic.gateway.feed.FeedEntry;
import polyclinic.gateway.feed.FeedLog;
import polyclinic.gateway.feedaccess.FeedGate;
import polyclinic.gateway.feedaccess.FeedGate.Delivery;
import polyclinic.gateway.feedaccess.FeedSelection;
import polyclinic.gateway.feedaccess.FeedSubscriber;

/**
 * Reads on in the log from where a client was. A page looks at so many entries at most, also where few of them are the caller's:
 * {@code next} says how far it came and {@code more} whether the log went on.
 */
@Singleton
class ChangeQueries {

    private static final int STEP = 200;
    private static final int MAX_CONSIDERED = 2_000;

    private final FeedLog log;
    private final FeedGate gate;

    ChangeQueries(FeedLog log, FeedGate gate) {
        this.log = log;
        this.gate = gate;
    }

    /** For who begins: the place after which everything is new. Take it before reading what it is to be added to. */
    Future<String> beginning() {
        return log.last().map(last -> page(List.of(), last, false));
    }

    /** Fails with {@link ChangesGone} for a place from which nobody can say what followed. */
    Future<String> after(long place, int limit, FeedSubscriber who, FeedSelection selection) {
        return log.last().compose(last -> read(new Progress(place, limit, last), who, selection));
    }

    private Future<String> read(Progress progress, FeedSubscriber who, FeedSelection selection) {
        return log.read(progress.place, STEP).compose(entries -> {
            if (entries.isEmpty())
                return progress.place == progress.last || progress.considered > 0
                        ? Future.succeededFuture(progress.page(false))
                        : Future.failedFuture(new ChangesGone());
            List<FeedEntry> unbroken = unbroken(progress.place, entries);
            // What is missing within a page is told when the client asks for the next one.
            if (unbroken.isEmpty())
                return progress.considered > 0
                        ? Future.succeededFuture(progress.page(true))
                        : Future.failedFuture(new ChangesGone());
            return gate.deliverable(who, selection, unbroken).compose(deliveries -> {
                progress.add(unbroken, deliveries);
                boolean more = entries.size() == STEP || unbroken.size() < entries.size();
                return progress.isFull() || !more
                        ? Future.succeededFuture(progress.page(more || progress.isCut()))
                        : read(progress, who, selection);
            });
        });
    }

    private static List<FeedEntry> unbroken(long place, List<FeedEntry> entries) {
        long before = place;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).previous() != before) return entries.subList(0, i);
            before = entries.get(i).seq();
        }
        return entries;
    }

    private static String page(List<String> items, long next, boolean more) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(new JsonObject(item)));
        return new JsonObject()
                .put("items", array)
                .put("next", next)
                .put("more", more)
                .encode();
    }

    /** How far one answer has come. */
    private static final class Progress {
        private final int limit;
        private final long last;
        private final List<String> items = new ArrayList<>();
        private long place;
        private int considered;
        private boolean cut;

        Progress(long place, int limit, long last) {
            this.place = place;
            this.limit = limit;
            this.last = last;
        }

        void add(List<FeedEntry> entries, List<Delivery> deliveries) {
            considered += entries.size();
            for (Delivery delivery : deliveries) {
                if (items.size() == limit) {
                    cut = true;
                    return;
                }
                items.add(delivery.json());
                place = delivery.seq();
            }
            place = entries.get(entries.size() - 1).seq();
        }

        boolean isFull() {
            return cut || items.size() >= limit || considered >= MAX_CONSIDERED;
        }

        boolean isCut() {
            return cut;
        }

        String page(boolean more) {
            return ChangeQueries.page(items, place, more);
        }
    }
}
