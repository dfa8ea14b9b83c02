package polyclinic.gateway.health;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state of every service and store, and the resulting state of the whole system. */
final class HealthReport {

    private HealthReport() {}

    /** @param ownStores as the gateway itself sees them */
    static JsonObject of(
            List<ServiceHealth> services, List<StoreHealth> ownStores, Collection<String> optionalStores, Instant now) {
        Collection<StoreHealth> stores = merge(services, ownStores);
        return new JsonObject()
                .put("status", status(services, stores, optionalStores))
                .put("checkedAt", now.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("services", serviceEntries(services))
                .put("stores", storeEntries(stores));
    }

    private static Collection<StoreHealth> merge(List<ServiceHealth> services, List<StoreHealth> ownStores) {
        Map<String, StoreHealth> stores = new LinkedHashMap<>();
        services.forEach(
                service -> service.stores().forEach(store -> stores.merge(store.name(), store, StoreHealth::worse)));
        ownStores.forEach(store -> stores.merge(store.name(), store, StoreHealth::worse));
        return stores.values();
    }

    private static String status(
            List<ServiceHealth> services, Collection<StoreHealth> stores, Collection<String> optionalStores) {
        boolean down = services.stream().anyMatch(service -> service.required() && !service.up())
                || stores.stream().anyMatch(store -> !store.up() && !optionalStores.contains(store.name()));
        if (down) return "down";
        boolean degraded = services.stream().anyMatch(service -> !service.up())
                || stores.stream().anyMatch(store -> !store.up());
        return degraded ? "degraded" : "up";
    }

    private static JsonArray serviceEntries(List<ServiceHealth> services) {
        JsonArray list = new JsonArray();
        services.stream()
                .sorted(Comparator.comparing(ServiceHealth::name))
                .forEach(service -> list.add(entry(service.name(), service.up(), service.latencyMs())));
        return list;
    }

    private static JsonArray storeEntries(Collection<StoreHealth> stores) {
        JsonArray list = new JsonArray();
        stores.stream()
                .sorted(Comparator.comparing(StoreHealth::name))
                .forEach(store -> list.add(entry(store.name(), store.up(), store.latencyMs())));
        return list;
    }

    private static JsonObject entry(String name, boolean up, double latencyMs) {
        return new JsonObject()
                .put("name", name)
                .put("status", up ? "up" : "down")
                .put("latencyMs", latencyMs);
    }
}
