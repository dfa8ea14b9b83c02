package polyclinic.gateway.identityprovider;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** The keys by which the identity provider signs, as they were last fetched. Whoever asks at the same time shares one request. */
final class ProviderKeys {

    private final Supplier<Future<String>> fetch;
    private final long minIntervalNanos;
    private @Nullable Future<List<JsonWebKey>> current;
    private long fetchedNanos;

    /** @param minInterval between two requests for keys that are not among the known ones */
    ProviderKeys(Supplier<Future<String>> fetch, Duration minInterval) {
        this.fetch = fetch;
        this.minIntervalNanos = minInterval.toNanos();
    }

    synchronized Future<List<JsonWebKey>> known() {
        Future<List<JsonWebKey>> known = current;
        return known == null || known.failed() ? refresh() : known;
    }

    /** Returns the keys as they are now, or the known ones when these were fetched a moment ago. */
    synchronized Future<List<JsonWebKey>> newer() {
        boolean recent = System.nanoTime() - fetchedNanos < minIntervalNanos;
        return recent ? known() : refresh();
    }

    private Future<List<JsonWebKey>> refresh() {
        fetchedNanos = System.nanoTime();
        Future<List<JsonWebKey>> refreshed = fetch.get().map(ProviderKeys::parse);
        current = refreshed;
        return refreshed;
    }

    private static List<JsonWebKey> parse(String document) {
        try {
            return new JsonWebKeySet(document).getJsonWebKeys();
        } catch (JoseException e) {
            throw new IllegalArgumentException("the identity provider's keys are not a JWK set", e);
        }
    }
}
