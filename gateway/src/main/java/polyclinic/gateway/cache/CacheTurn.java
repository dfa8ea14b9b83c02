package polyclinic.gateway.cache;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one request that goes to its service does for the cache: it fills it, empties it, or neither. */
public final class CacheTurn {

    /** Of a request that neither fills the cache nor changes what is in it. */
    public static final CacheTurn NONE = new CacheTurn(null, null, null);

    private final @Nullable ResponseCache cache;
    private final @Nullable SharedFetch fetch;
    private final @Nullable String changes;

    private CacheTurn(@Nullable ResponseCache cache, @Nullable SharedFetch fetch, @Nullable String changes) {
        this.cache = cache;
        this.fetch = fetch;
        this.changes = changes;
    }

    static CacheTurn filling(SharedFetch fetch) {
        return new CacheTurn(null, fetch, null);
    }

    static CacheTurn changing(ResponseCache cache, String prefix) {
        return new CacheTurn(cache, null, prefix);
    }

    /** Whether the service is asked for the whole answer, whatever of it the client has. */
    public boolean isFilling() {
        return fetch != null;
    }

    /** Whether this answer is to be read whole and given to {@link #keep}. */
    public boolean keeps(int status, MultiMap headers, long length) {
        return fetch != null
                && status == 200
                && length >= 0
                && length <= ResponseCache.MAX_ANSWER_BYTES
                && isPlain(headers);
    }

    private static boolean isPlain(MultiMap headers) {
        String control = headers.get(HttpHeaders.CACHE_CONTROL);
        return !headers.contains(HttpHeaders.SET_COOKIE)
                && !headers.contains(HttpHeaders.CONTENT_ENCODING)
                && !headers.contains(HttpHeaders.VARY)
                && (control == null || !control.toLowerCase(Locale.ROOT).contains("private"));
    }

    /**
     * Keeps the answer and gives it to the client, and to those who have asked for the same meanwhile.
     *
     * @return the status that was sent; 0 when the client is gone
     */
    public int keep(RoutingContext ctx, MultiMap headers, Buffer body) {
        if (fetch == null) throw new IllegalStateException("this request fills nothing");
        return fetch.answered(ctx, headers, body);
    }

    /** The service has answered otherwise or not at all: those who wait go to it themselves. */
    public void end() {
        if (fetch != null) fetch.failed();
    }

    /**
     * To be awaited before the client learns that its change is made, so that whoever reads next sees it. At once when nothing can
     * have changed.
     *
     * @param status of the service's answer; 0 when it broke off, and the change may have been made
     */
    public Future<Void> settled(int status) {
        boolean refused = status >= 400 && status < 500;
        return cache == null || changes == null || refused ? Future.succeededFuture() : cache.changed(changes);
    }

    /** Whether {@link #settled} is worth waiting for. */
    public boolean isChanging() {
        return changes != null;
    }
}
