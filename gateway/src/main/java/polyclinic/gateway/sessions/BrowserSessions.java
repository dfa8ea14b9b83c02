package polyclinic.gateway.sessions;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.identityprovider.IdToken;
import polyclinic.gateway.identityprovider.LogoutToken;
import polyclinic.gateway.identityprovider.OpenIdProvider;
import polyclinic.gateway.identityprovider.ProviderTokens;
import polyclinic.gateway.sessionstore.SealedStore;
import polyclinic.gateway.sessionstore.SessionConfig;
import polyclinic.gateway.sessionstore.SessionKey;

/**
 * Begins, finds and ends sessions. A session lies under the hash of its cookie's value; beside it lie, for each person and for each
 * session of the identity provider, the hashes of theirs. Every call fails with {@link SealedStore.Away} while Redis is away.
 */
@Singleton
public class BrowserSessions {

    private static final Logger LOG = Logger.getLogger(BrowserSessions.class);

    private static final String SESSION = "session:";
    private static final String PERSON = "session-person:";
    private static final String PROVIDER = "session-provider:";
    private static final int MAX_USER_AGENT_LENGTH = 200;

    /** KEYS: session, person, provider. ARGV: content, idle ms, hash, end in epoch ms, most of one person, prefix. */
    private static final String BEGIN = """
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            for _, hash in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
              if redis.call('EXISTS', ARGV[6] .. hash) == 0 then redis.call('ZREM', KEYS[2], hash) end
            end
            redis.call('ZADD', KEYS[2], ARGV[4], ARGV[3])
            redis.call('PEXPIREAT', KEYS[2], ARGV[4])
            if KEYS[3] then
              redis.call('SADD', KEYS[3], ARGV[3])
              redis.call('PEXPIREAT', KEYS[3], ARGV[4])
            end
            local over = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[5])
            if over <= 0 then return 0 end
            for _, hash in ipairs(redis.call('ZRANGE', KEYS[2], 0, over - 1)) do
              redis.call('DEL', ARGV[6] .. hash)
              redis.call('ZREM', KEYS[2], hash)
            end
            return over
            """;

    /** KEYS: session, person. ARGV: hash. */
    private static final String END = """
            redis.call('ZREM', KEYS[2], ARGV[1])
            return redis.call('DEL', KEYS[1])
            """;

    /** KEYS: person. ARGV: prefix. Returns hash, content and milliseconds left of each. */
    private static final String LIST = """
            local found = {}
            for _, hash in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
              local content = redis.call('GET', ARGV[1] .. hash)
              if content then
                table.insert(found, {hash, content, redis.call('PTTL', ARGV[1] .. hash)})
              else
                redis.call('ZREM', KEYS[1], hash)
              end
            end
            return found
            """;

    /** KEYS: person or provider. ARGV: prefix. Returns how many there were. */
    private static final String END_ALL = """
            local members = redis.call('TYPE', KEYS[1]).ok == 'zset' and redis.call('ZRANGE', KEYS[1], 0, -1)
              or redis.call('SMEMBERS', KEYS[1])
            local ended = 0
            for _, hash in ipairs(members) do
              ended = ended + redis.call('DEL', ARGV[1] .. hash)
            end
            redis.call('DEL', KEYS[1])
            return ended
            """;

    /**
     * A session and where it lies.
     *
     * @param lastSeenAt when something came last
     */
    public record Found(SessionKey key, BrowserSession session, Instant lastSeenAt) {}

    private final SealedStore store;
    private final SessionConfig config;
    private final OpenIdProvider provider;
    private final SessionRefresh refresh;
    private final SessionMetrics metrics;
    private final Clock clock = Clock.systemUTC();

    public BrowserSessions(
            SealedStore store, SessionConfig config, OpenIdProvider provider, Vertx vertx, SessionMetrics metrics) {
        this.store = store;
        this.config = config;
        this.provider = provider;
        this.metrics = metrics;
        refresh = new SessionRefresh(store, provider, config.refreshAhead(), vertx, metrics);
    }

    /**
     * Begins a session under a new secret, whatever the browser had before: nobody can have it use a session that they know.
     *
     * @return the secret, for the cookie
     */
    public Future<String> begin(IdToken person, ProviderTokens tokens, String address, @Nullable String userAgent) {
        Instant now = clock.instant();
        String agent =
                userAgent == null ? "" : userAgent.substring(0, Math.min(userAgent.length(), MAX_USER_AGENT_LENGTH));
        BrowserSession session =
                BrowserSession.of(UUID.randomUUID(), person, tokens, now, now.plus(config.longest()), address, agent);
        String secret = SessionKey.newSecret();
        SessionKey key = SessionKey.of(secret);
        List<String> keys = new ArrayList<>(List.of(place(key), PERSON + session.subject()));
        if (session.providerSession() != null) keys.add(provider(session.providerSession()));
        List<String> arguments = List.of(
                store.seal(place(key), session.toJson()),
                Long.toString(shorter(config.idle(), config.longest()).toMillis()),
                key.hash(),
                Long.toString(session.endsAt().toEpochMilli()),
                Integer.toString(config.perPerson()),
                SESSION);
        return store.eval(BEGIN, keys, arguments).map(over -> {
            metrics.begun();
            metrics.ended(SessionEnd.OVER_LIMIT, over.toInteger());
            return secret;
        });
    }

    /**
     * Returns the session with tokens that are good, and moves its end; null when there is none. Fails, too, when its tokens are over
     * and the identity provider cannot be reached.
     */
    Future<@Nullable Found> use(String secret) {
        SessionKey key = SessionKey.of(secret);
        return store.extend(place(key), config.idle()).compose(content -> {
            if (content == null) return Future.succeededFuture();
            BrowserSession session = BrowserSession.of(content);
            if (!session.endsAt().isAfter(clock.instant()))
                return remove(key, session, SessionEnd.TIME).map(gone -> null);
            return refresh.fresh(place(key), session)
                    .compose(fresh -> fresh == null
                            ? remove(key, session, SessionEnd.REFUSED).map(gone -> null)
                            : Future.succeededFuture(new Found(key, fresh, clock.instant())));
        });
    }

    /** Returns the session as it lies there; null when there is none. */
    public Future<@Nullable Found> find(String secret) {
        SessionKey key = SessionKey.of(secret);
        return store.get(place(key))
                .map(content -> content == null ? null : new Found(key, BrowserSession.of(content), clock.instant()));
    }

    /** The person's sessions, the newest first. */
    Future<List<Found>> ofPerson(String subject) {
        return store.eval(LIST, List.of(PERSON + subject), List.of(SESSION)).map(answer -> {
            List<Found> found = new ArrayList<>();
            for (Response one : answer) {
                SessionKey key = new SessionKey(one.get(0).toString());
                JsonObject content = store.open(place(key), one.get(1));
                if (content != null) found.add(found(key, content, one.get(2).toLong()));
            }
            found.removeIf(one -> !one.session().endsAt().isAfter(clock.instant()));
            found.sort(Comparator.comparing((Found one) -> one.session().createdAt())
                    .reversed());
            return found;
        });
    }

    private Found found(SessionKey key, JsonObject content, long leftMs) {
        Instant lastSeen = clock.instant().plusMillis(leftMs).minus(config.idle());
        return new Found(key, BrowserSession.of(content), lastSeen);
    }

    /**
     * Ends a session here and then the identity provider's own that it comes from, which ends what else comes from that. The session
     * here is over also when the identity provider cannot be reached.
     */
    public Future<Void> end(Found found, SessionEnd reason) {
        return remove(found.key(), found.session(), reason).compose(removed -> endAtProvider(found.session()));
    }

    private Future<Void> endAtProvider(BrowserSession session) {
        if (session.refreshToken() == null) return Future.succeededFuture();
        return provider.endSession(session.refreshToken()).otherwise(failure -> {
            LOG.warnf("a session has ended, that of the identity provider may go on: %s", failure.toString());
            metrics.unreported();
            return null;
        });
    }

    /** Ends a session in whose place another one has begun, if it is still there. */
    public Future<Void> replace(SessionKey key) {
        return store.get(place(key))
                .compose(content -> content == null
                        ? Future.succeededFuture()
                        : remove(key, BrowserSession.of(content), SessionEnd.REPLACED));
    }

    /** Ends what the identity provider says has ended; returns how many there were. */
    public Future<Integer> end(LogoutToken token) {
        String place =
                token.session() == null ? PERSON + Objects.requireNonNull(token.subject()) : provider(token.session());
        return store.eval(END_ALL, List.of(place), List.of(SESSION))
                .map(Response::toInteger)
                .onSuccess(ended -> metrics.ended(SessionEnd.PROVIDER, ended));
    }

    private Future<Void> remove(SessionKey key, BrowserSession session, SessionEnd reason) {
        return store.eval(END, List.of(place(key), PERSON + session.subject()), List.of(key.hash()))
                .onSuccess(removed -> metrics.ended(reason, removed.toInteger()))
                .mapEmpty();
    }

    /** When it ends if nothing more comes. */
    Instant idleEnd(Found found) {
        Instant idle = found.lastSeenAt().plus(config.idle());
        return idle.isBefore(found.session().endsAt()) ? idle : found.session().endsAt();
    }

    private static String place(SessionKey key) {
        return SESSION + key.hash();
    }

    /** The identity provider chooses its names; hashed, they are all of one length. */
    private static String provider(String session) {
        return PROVIDER + SessionKey.of(session).hash();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
