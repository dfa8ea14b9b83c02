package polyclinic.gateway.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.gateway.features.KnownFeatures;
import polyclinic.gateway.filters.RequestFraming;
import polyclinic.gateway.ratelimit.RedisConnectionHolder;

/**
 * Answers what is asked for often and changes seldom from Redis ({@link CacheableRoute}), to whoever has been admitted: the token
 * is verified and the request counted as always. An answer is kept for those who have the same roles, never for one who has others,
 * and not beyond a change that comes through any gateway. While it is switched off every request goes to its service, and changes are
 * marked all the same: when it is on again, nothing that was kept before them counts.
 */
@Singleton
public class ResponseCache {

    /** As much as is soon in buffers as a whole: whoever reads it slowly holds no more than with any other answer. */
    static final int MAX_ANSWER_BYTES = 64 * 1024;

    /** RFC 9211. */
    static final String STORED = "polyclinic; fwd=miss; stored";

    private static final String SHARED = "polyclinic; fwd=miss; collapsed";
    private static final int MAX_URI_LENGTH = 1024;
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Vertx vertx;
    private final boolean enabled;
    private final KnownFeatures features;
    private final RedisConnectionHolder connection;
    private final CacheStore store;
    private final FillBudget budget;
    private final Map<String, SharedFetch> fetches = new ConcurrentHashMap<>();
    private final Counter hits;
    private final Counter misses;
    private final Counter shared;
    private final Counter away;
    private final Clock clock = Clock.systemUTC();

    ResponseCache(Vertx vertx, Redis redis, CacheConfig config, KnownFeatures features, MeterRegistry metrics) {
        this.vertx = vertx;
        this.enabled = config.enabled();
        this.features = features;
        this.connection = new RedisConnectionHolder(
                "response cache", vertx, redis, Math.max(1, config.timeout().toMillis()));
        this.store = new CacheStore(connection, config.nearBytes().asLongValue());
        this.budget = new FillBudget(
                config.maxBytes().asLongValue(),
                Duration.ofSeconds(CacheableRoute.MAX_SECONDS).toNanos());
        this.hits = counter(metrics, "hit");
        this.misses = counter(metrics, "miss");
        this.shared = counter(metrics, "shared");
        this.away = counter(metrics, "away");
    }

    void start(@Observes StartupEvent event) {
        if (enabled) connection.start();
    }

    void stop(@Observes ShutdownEvent event) {
        connection.stop();
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("gateway.cache.requests")
                .description("Requests for what the response cache keeps")
                .tag("outcome", outcome)
                .register(metrics);
    }

    /**
     * Answers the request or sends it on. Call it on the request's context.
     *
     * @param route the path template
     * @param reach what decides which answers the caller may get, see the tokens' package
     * @param prefix the first segment of the path after the API's root
     * @param onward told what the request does for the cache when it is to go to its service
     * @param answered told the status when it was answered here
     */
    public void handle(
            RoutingContext ctx,
            String route,
            String reach,
            @Nullable String prefix,
            Consumer<CacheTurn> onward,
            IntConsumer answered) {
        HttpServerRequest request = ctx.request();
        if (!enabled) {
            onward.accept(CacheTurn.NONE);
            return;
        }
        if (!SAFE.contains(request.method())) {
            onward.accept(
                    prefix != null && CacheableRoute.isChangedBy(prefix)
                            ? CacheTurn.changing(this, prefix)
                            : CacheTurn.NONE);
            return;
        }
        CacheableRoute cacheable = CacheableRoute.of(route);
        if (cacheable == null || !isPlain(request) || !features.isOn(SuiteFeature.RESPONSE_CACHE))
            onward.accept(CacheTurn.NONE);
        else find(new Wish(ctx, cacheable, CacheStore.key(reach, request.uri()), onward, answered));
    }

    /** One request for what may be kept. */
    private record Wish(
            RoutingContext ctx, CacheableRoute route, String key, Consumer<CacheTurn> onward, IntConsumer answered) {}

    /** Whoever wants it fresh, a part of it or another form of it gets that from the service. */
    private static boolean isPlain(HttpServerRequest request) {
        MultiMap headers = request.headers();
        String control = headers.get(HttpHeaders.CACHE_CONTROL);
        String accept = headers.get(HttpHeaders.ACCEPT);
        return request.method() == HttpMethod.GET
                && !RequestFraming.hasBody(request)
                && request.uri().charAt(0) == '/'
                && request.uri().length() <= MAX_URI_LENGTH
                && !headers.contains("range")
                && !headers.contains(HttpHeaders.IF_MATCH)
                && (control == null || !control.toLowerCase(Locale.ROOT).contains("no-"))
                && (accept == null || accept.equals("*/*") || accept.equals("application/json"));
    }

    private void find(Wish wish) {
        Context context = vertx.getOrCreateContext();
        Future<CacheStore.Found> found = store.find(wish.route(), wish.key(), now());
        if (found == null) {
            away.increment();
            wish.onward().accept(CacheTurn.NONE);
        } else {
            found.onComplete(result -> context.runOnContext(back -> found(context, wish, result)));
        }
    }

    private void found(Context context, Wish wish, AsyncResult<CacheStore.Found> result) {
        if (isOver(wish.ctx())) return;
        if (result.failed()) {
            away.increment();
            wish.onward().accept(CacheTurn.NONE);
            return;
        }
        CachedAnswer kept = result.result().answer();
        if (kept != null) {
            hits.increment();
            wish.answered().accept(kept.answer(wish.ctx(), now(), hit(wish.route(), kept)));
            return;
        }
        SharedFetch own =
                new SharedFetch(this, wish.route(), wish.key(), result.result().marks());
        SharedFetch first = fetches.putIfAbsent(own.id(), own);
        if (first == null || !first.join(answer -> context.runOnContext(back -> shared(wish, answer)))) {
            misses.increment();
            wish.ctx().addEndHandler(ended -> own.failed());
            wish.onward().accept(CacheTurn.filling(own));
        }
    }

    private void shared(Wish wish, @Nullable CachedAnswer answer) {
        if (isOver(wish.ctx())) return;
        if (answer == null) {
            misses.increment();
            wish.onward().accept(CacheTurn.NONE);
        } else {
            shared.increment();
            wish.answered().accept(answer.answer(wish.ctx(), now(), SHARED));
        }
    }

    private String hit(CacheableRoute route, CachedAnswer kept) {
        return "polyclinic; hit; ttl=" + Math.max(0, route.seconds() - (now() - kept.at()) / 1000);
    }

    static boolean isOver(RoutingContext ctx) {
        return ctx.response().ended() || ctx.response().closed();
    }

    CachedAnswer keep(CacheableRoute route, String key, CachedAnswer answer) {
        if (budget.take(answer.body().length(), System.nanoTime())) store.keep(key, answer, route.seconds());
        return answer;
    }

    void ended(SharedFetch fetch) {
        fetches.remove(fetch.id(), fetch);
    }

    /** Whether answers of this operation may be kept: they have an ETag then, and who has them is answered 304. */
    public static boolean mayKeep(String method, String path) {
        return method.equals("GET") && CacheableRoute.of(path) != null;
    }

    /** A service has told of something: that it has changed is known here at once, whoever has changed it. From any thread. */
    public void happened(Collection<String> eventTypes) {
        if (!enabled) return;
        Set<String> prefixes = new HashSet<>();
        for (String type : eventTypes) {
            String prefix = CacheableRoute.prefixOf(type);
            if (prefix != null) prefixes.add(prefix);
        }
        prefixes.forEach(store::changed);
    }

    /** Something under this first segment of the path has changed, or may have. */
    Future<Void> changed(String prefix) {
        return store.changed(prefix);
    }

    long now() {
        return clock.millis();
    }
}
