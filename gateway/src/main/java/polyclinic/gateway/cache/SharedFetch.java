package polyclinic.gateway.cache;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request to a service in the name of all who ask this gateway for the same at the same time. */
final class SharedFetch {

    private final ResponseCache cache;
    private final CacheableRoute route;
    private final String key;
    private final String marks;
    private List<Consumer<@Nullable CachedAnswer>> waiting = new ArrayList<>();
    private boolean over;

    SharedFetch(ResponseCache cache, CacheableRoute route, String key, String marks) {
        this.cache = cache;
        this.route = route;
        this.key = key;
        this.marks = marks;
    }

    /** One of what was asked for, as it was when its marks were read: who has seen a change does not get the answer from before. */
    String id() {
        return key + ' ' + marks;
    }

    String marks() {
        return marks;
    }

    /** @param then told the answer, or null when there is none; false when it is too late to wait */
    synchronized boolean join(Consumer<@Nullable CachedAnswer> then) {
        if (over) return false;
        waiting.add(then);
        return true;
    }

    int answered(RoutingContext ctx, MultiMap headers, Buffer body) {
        CachedAnswer answer = cache.keep(route, key, CachedAnswer.of(cache.now(), marks, headers, body));
        end(answer);
        return ResponseCache.isOver(ctx) ? 0 : answer.answer(ctx, cache.now(), ResponseCache.STORED);
    }

    void failed() {
        end(null);
    }

    private void end(@Nullable CachedAnswer answer) {
        List<Consumer<@Nullable CachedAnswer>> all;
        synchronized (this) {
            if (over) return;
            over = true;
            all = waiting;
            waiting = List.of();
        }
        cache.ended(this);
        all.forEach(each -> each.accept(answer));
    }
}
