package polyclinic.gateway.health;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service as the gateway sees it.
 *
 * @param required whether the system counts as down without it
 * @param reachable whether it answered, be it that it is not ready
 * @param stores as the service itself sees them
 */
record ServiceHealth(
        String name, boolean required, boolean reachable, boolean up, double latencyMs, List<StoreHealth> stores) {

    static ServiceHealth unreachable(String name, boolean required, double latencyMs) {
        return new ServiceHealth(name, required, false, false, latencyMs, List.of());
    }

    /** @param wellness checks that do not count towards readiness; null when the service reports none */
    static ServiceHealth of(
            String name, boolean required, double latencyMs, JsonObject readiness, @Nullable JsonObject wellness) {
        List<StoreHealth> stores = new ArrayList<>(StoreHealth.in(readiness, latencyMs));
        if (wellness != null) stores.addAll(StoreHealth.in(wellness, latencyMs));
        boolean up = "UP".equals(readiness.getValue("status"));
        return new ServiceHealth(name, required, true, up, latencyMs, List.copyOf(stores));
    }
}
