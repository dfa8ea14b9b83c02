package polyclinic.gateway.health;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of every service and store, and the resulting state of the whole system: {@code {status, timestamp, uptime, environment,
 * version, services}}, where {@code services} has one member for each store, {@code websocket}, {@code api} and one for each service.
 */
final class HealthReport {

    /** Always listed, in this order; one that no service reports is {@code unknown}. */
    private static final List<String> STORES = List.of("postgres", "mongodb", "redis", "kafka", "s3", "keycloak");

    private static final String HEALTHY = "healthy";
    private static final String DEGRADED = "degraded";
    private static final String UNHEALTHY = "unhealthy";

    private HealthReport() {}

    /**
     * What the gateway says of itself.
     *
     * @param liveFeed whether clients' WebSockets are served
     */
    record Self(Instant now, Duration uptime, String environment, String version, boolean liveFeed) {}

    /** @param ownStores as the gateway itself sees them */
    static JsonObject of(
            List<ServiceHealth> services, List<StoreHealth> ownStores, Collection<String> optionalStores, Self self) {
        Map<String, StoreHealth> stores = merge(services, ownStores);
        JsonObject parts = new JsonObject();
        STORES.forEach(name -> parts.put(name, storeEntry(stores.get(name))));
        parts.put("websocket", self.liveFeed() ? "connected" : "disconnected").put("api", api(services));
        services.stream()
                .sorted(Comparator.comparing(ServiceHealth::name))
                .forEach(service ->
                        parts.put(service.name(), entry(service.reachable(), service.up(), service.latencyMs())));
        return of(status(services, stores.values(), optionalStores), parts, self);
    }

    /** The check itself has failed: nothing is known of anything. */
    static JsonObject unknown(Self self) {
        return of(UNHEALTHY, new JsonObject(), self);
    }

    /** Whether clients cannot work with a system that reports this. */
    static boolean isUnhealthy(JsonObject report) {
        return UNHEALTHY.equals(report.getString("status"));
    }

    private static JsonObject of(String status, JsonObject parts, Self self) {
        return new JsonObject()
                .put("status", status)
                .put("timestamp", self.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("services", parts)
                .put("uptime", self.uptime().toSeconds())
                .put("environment", self.environment())
                .put("version", self.version());
    }

    private static Map<String, StoreHealth> merge(List<ServiceHealth> services, List<StoreHealth> ownStores) {
        Map<String, StoreHealth> stores = new LinkedHashMap<>();
        services.forEach(
                service -> service.stores().forEach(store -> stores.merge(store.name(), store, StoreHealth::worse)));
        ownStores.forEach(store -> stores.merge(store.name(), store, StoreHealth::worse));
        return stores;
    }

    private static String status(
            List<ServiceHealth> services, Collection<StoreHealth> stores, Collection<String> optionalStores) {
        boolean storesDown = stores.stream().anyMatch(store -> !store.up() && !optionalStores.contains(store.name()));
        if (storesDown || api(services).equals(UNHEALTHY)) return UNHEALTHY;
        boolean allUp =
                stores.stream().allMatch(StoreHealth::up) && api(services).equals(HEALTHY);
        return allUp ? HEALTHY : DEGRADED;
    }

    /** The state of all services together. */
    private static String api(List<ServiceHealth> services) {
        if (services.stream().anyMatch(service -> service.required() && !service.up())) return UNHEALTHY;
        return services.stream().allMatch(ServiceHealth::up) ? HEALTHY : DEGRADED;
    }

    private static JsonObject storeEntry(@Nullable StoreHealth store) {
        return store == null
                ? new JsonObject().put("connected", false).put("status", "unknown")
                : entry(store.up(), store.up(), store.latencyMs());
    }

    private static JsonObject entry(boolean connected, boolean up, double latencyMs) {
        return new JsonObject()
                .put("connected", connected)
                .put("status", up ? HEALTHY : UNHEALTHY)
                .put("latencyMs", latencyMs);
    }
}
