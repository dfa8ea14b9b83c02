package polyclinic.gateway.health;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the round of questions found, and what it means as a whole. */
final class Finding {

    /** Words in the names of readiness checks (ours, Quarkus', SmallRye's) that tell which store was asked. */
    private static final Map<String, List<String>> STORES = stores();

    record Store(String name, boolean up, double latencyMs) {}

    record Service(String name, boolean required, boolean up, double latencyMs, List<Store> stores) {}

    private Finding() {}

    static Service silent(String name, boolean required, double latencyMs) {
        return new Service(name, required, false, latencyMs, List.of());
    }

    /** @param wellness checks beside readiness, may be null */
    static Service service(String name, boolean required, double latencyMs, JsonObject readiness, JsonObject wellness) {
        List<Store> stores = new ArrayList<>();
        addStores(stores, readiness, latencyMs);
        if (wellness != null) addStores(stores, wellness, latencyMs);
        return new Service(name, required, "UP".equals(readiness.getValue("status")), latencyMs, List.copyOf(stores));
    }

    static JsonObject report(List<Service> services, List<Store> own, Collection<String> optional, Instant now) {
        Map<String, Store> stores = new LinkedHashMap<>();
        services.forEach(
                service -> service.stores().forEach(store -> stores.merge(store.name(), store, Finding::worse)));
        own.forEach(store -> stores.merge(store.name(), store, Finding::worse));

        boolean down = services.stream().anyMatch(service -> service.required() && !service.up())
                || stores.values().stream().anyMatch(store -> !store.up() && !optional.contains(store.name()));
        boolean degraded = services.stream().anyMatch(service -> !service.up())
                || stores.values().stream().anyMatch(store -> !store.up());

        JsonArray serviceList = new JsonArray();
        services.stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(service -> serviceList.add(entry(service.name(), service.up(), service.latencyMs())));
        JsonArray storeList = new JsonArray();
        stores.values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(store -> storeList.add(entry(store.name(), store.up(), store.latencyMs())));
        return new JsonObject()
                .put("status", down ? "down" : degraded ? "degraded" : "up")
                .put("checkedAt", now.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("services", serviceList)
                .put("stores", storeList);
    }

    private static JsonObject entry(String name, boolean up, double latencyMs) {
        return new JsonObject()
                .put("name", name)
                .put("status", up ? "up" : "down")
                .put("latencyMs", latencyMs);
    }

    /** A store counts as down when anyone who needs it cannot reach it; its time is the longest that anyone saw. */
    private static Store worse(Store a, Store b) {
        return new Store(a.name(), a.up() && b.up(), Math.max(a.latencyMs(), b.latencyMs()));
    }

    private static void addStores(List<Store> stores, JsonObject health, double serviceLatencyMs) {
        if (!(health.getValue("checks") instanceof JsonArray checks)) return;
        for (Object check : checks) {
            if (check instanceof JsonObject found) addStore(stores, found, serviceLatencyMs);
        }
    }

    private static void addStore(List<Store> stores, JsonObject check, double serviceLatencyMs) {
        String store = storeOf(String.valueOf(check.getValue("name")));
        if (store == null) return;
        double latency =
                check.getValue("data") instanceof JsonObject data && data.getValue("latencyMs") instanceof Number number
                        ? number.doubleValue()
                        : serviceLatencyMs;
        stores.add(new Store(store, "UP".equals(check.getValue("status")), latency));
    }

    static String storeOf(String check) {
        String lower = check.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, List<String>> store : STORES.entrySet()) {
            for (String word : store.getValue()) if (lower.contains(word)) return store.getKey();
        }
        return null;
    }

    private static Map<String, List<String>> stores() {
        Map<String, List<String>> stores = new LinkedHashMap<>();
        stores.put("postgresql", List.of("postgres", "reactive pg", "database"));
        stores.put("mongodb", List.of("mongo", "gridfs"));
        stores.put("kafka", List.of("kafka", "messaging"));
        stores.put("redis", List.of("redis"));
        stores.put("s3", List.of("s3", "blob", "object store"));
        stores.put("keycloak", List.of("oidc", "keycloak"));
        return stores;
    }
}
