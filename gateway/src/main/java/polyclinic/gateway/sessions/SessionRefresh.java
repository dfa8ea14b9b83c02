package polyclinic.gateway.sessions;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.identityprovider.GrantRefused;
import polyclinic.gateway.identityprovider.OpenIdProvider;
import polyclinic.gateway.sessions.SessionMetrics.Refresh;
import polyclinic.gateway.sessionstore.SealedStore;
import polyclinic.gateway.sessionstore.SessionKey;

/**
 * Replaces a session's tokens before they end. A refresh token is good once, and its second use ends the session at the identity
 * provider, so of all the requests of all tabs at all gateways one refreshes and the others wait for what it gets: in this process by
 * sharing its future, between processes by a claim in Redis.
 */
final class SessionRefresh {

    private static final String CLAIM = "session-refresh:";

    /** Longer than the identity provider may take; whoever died has lost the claim after it. */
    private static final Duration CLAIM_TIME = Duration.ofSeconds(10);

    private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(8);
    private static final long POLL_INTERVAL_MS = 40;

    private final SealedStore store;
    private final OpenIdProvider provider;
    private final Duration ahead;
    private final Vertx vertx;
    private final SessionMetrics metrics;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Future<@Nullable BrowserSession>> running = new ConcurrentHashMap<>();

    SessionRefresh(SealedStore store, OpenIdProvider provider, Duration ahead, Vertx vertx, SessionMetrics metrics) {
        this.store = store;
        this.provider = provider;
        this.ahead = ahead;
        this.vertx = vertx;
        this.metrics = metrics;
    }

    /** Returns the session with tokens that are good; null when the identity provider gives none any more. */
    Future<@Nullable BrowserSession> fresh(String place, BrowserSession session) {
        if (!isDue(session)) return Future.succeededFuture(session);
        if (session.refreshToken() == null) return Future.succeededFuture(isOver(session) ? null : session);
        Promise<@Nullable BrowserSession> promise = Promise.promise();
        Future<@Nullable BrowserSession> other = running.putIfAbsent(place, promise.future());
        if (other != null) return other;
        attempt(place, SessionKey.newSecret(), clock.instant().plus(WAIT_TIMEOUT))
                .recover(failure -> isOver(session) ? Future.failedFuture(failure) : Future.succeededFuture(session))
                .onComplete(done -> {
                    running.remove(place);
                    promise.handle(done);
                });
        return promise.future();
    }

    private Future<@Nullable BrowserSession> attempt(String place, String owner, Instant deadline) {
        return store.claim(CLAIM + place, owner, CLAIM_TIME)
                .compose(claimed -> claimed ? claimed(place, owner) : waiting(place, owner, deadline));
    }

    /** Somebody else may have refreshed between the look at the session and the claim. */
    private Future<@Nullable BrowserSession> claimed(String place, String owner) {
        return store.get(place)
                .compose(content -> {
                    if (content == null) return Future.succeededFuture();
                    BrowserSession session = BrowserSession.of(content);
                    return isDue(session) ? refresh(place, session) : Future.succeededFuture(session);
                })
                .eventually(() -> store.release(CLAIM + place, owner).otherwiseEmpty());
    }

    private Future<@Nullable BrowserSession> refresh(String place, BrowserSession session) {
        if (session.refreshToken() == null) return Future.succeededFuture();
        return provider.refresh(session.refreshToken())
                .onSuccess(tokens -> metrics.refresh(Refresh.REFRESHED))
                .map(session::with)
                .compose(fresh -> store.replace(place, fresh.toJson()).map(kept -> kept ? fresh : null))
                .recover(failure -> {
                    boolean refused = failure instanceof GrantRefused;
                    metrics.refresh(refused ? Refresh.REFUSED : Refresh.FAILED);
                    return refused ? Future.succeededFuture() : Future.failedFuture(failure);
                });
    }

    private Future<@Nullable BrowserSession> waiting(String place, String owner, Instant deadline) {
        if (clock.instant().isAfter(deadline))
            return Future.failedFuture(
                    new IllegalStateException("another gateway did not refresh the session in time"));
        Promise<Void> later = Promise.promise();
        vertx.setTimer(POLL_INTERVAL_MS, due -> later.complete());
        return later.future().compose(due -> store.get(place)).compose(content -> {
            if (content == null) return Future.succeededFuture();
            BrowserSession session = BrowserSession.of(content);
            return isDue(session) ? attempt(place, owner, deadline) : Future.succeededFuture(session);
        });
    }

    private boolean isDue(BrowserSession session) {
        return session.accessExpiresAt().minus(ahead).isBefore(clock.instant());
    }

    private boolean isOver(BrowserSession session) {
        return session.accessExpiresAt().isBefore(clock.instant());
    }
}
