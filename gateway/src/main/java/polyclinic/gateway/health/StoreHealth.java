package polyclinic.gateway.health;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One store as one of its users sees it. */
record StoreHealth(String name, boolean up, double latencyMs) {

    /** Words in the names of health checks (ours, Quarkus', SmallRye's) that show which store a check is about. */
    private static final Map<String, List<String>> CHECK_WORDS = checkWords();

    /**
     * Reads the checks of a MicroProfile Health document that are about stores.
     *
     * @param serviceLatencyMs for checks that do not report a latency of their own
     */
    static List<StoreHealth> in(JsonObject health, double serviceLatencyMs) {
        List<StoreHealth> stores = new ArrayList<>();
        if (health.getValue("checks") instanceof JsonArray checks) {
            for (Object check : checks) {
                StoreHealth store = check instanceof JsonObject found ? of(found, serviceLatencyMs) : null;
                if (store != null) stores.add(store);
            }
        }
        return stores;
    }

    private static @Nullable StoreHealth of(JsonObject check, double serviceLatencyMs) {
        String store = storeOf(String.valueOf(check.getValue("name")));
        if (store == null) return null;
        double latency =
                check.getValue("data") instanceof JsonObject data && data.getValue("latencyMs") instanceof Number number
                        ? number.doubleValue()
                        : serviceLatencyMs;
        return new StoreHealth(store, "UP".equals(check.getValue("status")), latency);
    }

    /** Returns the store that a check is about; null when it is about none. */
    static @Nullable String storeOf(String checkName) {
        String lower = checkName.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, List<String>> store : CHECK_WORDS.entrySet()) {
            for (String word : store.getValue()) if (lower.contains(word)) return store.getKey();
        }
        return null;
    }

    /** A store is down when any of its users cannot reach it; its latency is the longest that any of them saw. */
    static StoreHealth worse(StoreHealth a, StoreHealth b) {
        return new StoreHealth(a.name, a.up && b.up, Math.max(a.latencyMs, b.latencyMs));
    }

    private static Map<String, List<String>> checkWords() {
        Map<String, List<String>> words = new LinkedHashMap<>();
        words.put("postgres", List.of("postgres", "reactive pg", "database"));
        words.put("mongodb", List.of("mongo", "gridfs"));
        words.put("kafka", List.of("kafka", "messaging"));
        words.put("redis", List.of("redis"));
        words.put("s3", List.of("s3", "blob", "object store"));
        words.put("keycloak", List.of("oidc", "keycloak"));
        return words;
    }
}
