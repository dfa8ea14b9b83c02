package polyclinic.asset.kinds;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;

/**
 * How long files of each kind are kept. It holds for what is stored from now on, and shows in its {@code expiresAt}: no change of a
 * setting deletes what is there.
 */
@Startup
@ApplicationScoped
public class KindRetention {
    private final Map<AssetKind, Duration> kept = new EnumMap<>(AssetKind.class);

    KindRetention(AssetKindsConfig config) {
        config.kinds().forEach((kind, rule) -> rule.keep().ifPresent(keep -> {
            if (kind == AssetKind.PRESCRIPTION_FILE)
                throw new IllegalStateException("a prescription's file is kept as long as its prescription");
            if (keep.isNegative() || keep.isZero()) throw new IllegalStateException(kind + " is kept for no time");
            kept.put(kind, keep);
        }));
    }

    /**
     * When a file that is stored now goes; null for never by itself.
     *
     * @param asked when who stores it wants it to go: what comes first counts
     */
    public @Nullable Instant expiry(AssetKind kind, @Nullable Instant asked, Instant now) {
        Duration keep = kept.get(kind);
        if (keep == null) return asked;
        Instant latest = now.plus(keep);
        return asked == null || asked.isAfter(latest) ? latest : asked;
    }
}
