package polyclinic.gateway.notifications;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.feed.FeedTopic;
import polyclinic.gateway.feed.NotificationId;
import polyclinic.gateway.feedaccess.FeedGate;
import polyclinic.gateway.feedaccess.FeedGate.Delivery;
import polyclinic.gateway.feedaccess.FeedSelection;
import polyclinic.gateway.feedaccess.FeedSubscriber;
import polyclinic.gateway.notifications.NotificationStore.Stored;

/**
 * A person's notifications, as far as the person may be told of them at the moment. A page looks further a few times where some may
 * not be told, and may be shorter than was asked for: {@code next} says where it goes on.
 */
@Singleton
class NotificationQueries {

    private static final int MAX_STEPS = 10;

    private static final FeedSelection SELECTION = new FeedSelection(EnumSet.of(FeedTopic.NOTIFICATIONS), null, null);

    private final NotificationStore store;
    private final FeedGate gate;

    NotificationQueries(NotificationStore store, FeedGate gate) {
        this.store = store;
        this.gate = gate;
    }

    /** @param next before which the next page is; null when there is none */
    record Page(JsonArray items, @Nullable String next) {}

    /** Newest first. */
    Future<Page> list(FeedSubscriber who, @Nullable Long before, int limit, boolean unread) {
        return list(who, before, limit, unread, new JsonArray(), MAX_STEPS);
    }

    /** No more are looked at than are missing: whom the caller is asked about, the trail says they were told of. */
    private Future<Page> list(
            FeedSubscriber who, @Nullable Long before, int limit, boolean unread, JsonArray items, int steps) {
        int missing = limit - items.size();
        return store.page(who.caller().subject(), who.addresses(), before, missing, unread)
                .compose(found -> views(who, found).compose(views -> {
                    views.forEach(items::add);
                    if (found.size() < missing) return Future.succeededFuture(new Page(items, null));
                    long last = found.get(found.size() - 1).entry().seq();
                    return items.size() == limit || steps == 1
                            ? Future.succeededFuture(new Page(items, NotificationId.of(last)))
                            : list(who, last, limit, unread, items, steps - 1);
                }));
    }

    /** Marks one as read; the first time counts. Null when the person has none there, or may not be told of it any more. */
    Future<@Nullable JsonObject> read(FeedSubscriber who, long place) {
        return store.page(who.caller().subject(), who.addresses(), place + 1, 1, false)
                .map(found ->
                        found.stream().filter(one -> one.entry().seq() == place).toList())
                .compose(found -> views(who, found))
                .compose(views -> views.isEmpty()
                        ? Future.succeededFuture()
                        : store.read(who.caller().subject(), place).map(at -> withReadAt(views.get(0), at)));
    }

    /** Of what may be told. */
    private Future<List<JsonObject>> views(FeedSubscriber who, List<Stored> found) {
        Map<Long, @Nullable Instant> readAt = new HashMap<>();
        for (Stored one : found) readAt.put(one.entry().seq(), one.readAt());
        return gate.deliverable(
                        who, SELECTION, found.stream().map(Stored::entry).toList())
                .map(deliveries -> deliveries.stream()
                        .map(delivery -> withReadAt(view(delivery), readAt.get(delivery.seq())))
                        .toList());
    }

    private static JsonObject view(Delivery delivery) {
        JsonObject entry = new JsonObject(delivery.json());
        return new JsonObject()
                .put("id", entry.getString("entityId"))
                .mergeIn(entry.getJsonObject("data"))
                .put("occurredAt", entry.getString("occurredAt"));
    }

    private static JsonObject withReadAt(JsonObject view, @Nullable Instant at) {
        view.put("read", at != null);
        return at == null ? view : view.put("readAt", at.toString());
    }
}
