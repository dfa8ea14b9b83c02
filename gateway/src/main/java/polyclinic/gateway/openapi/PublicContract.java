package polyclinic.gateway.openapi;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What clients can call through the gateway, in one document: the services' operations with what the gateway adds to each, and its own.
 * {@code contracts/polyclinic.openapi.json} is this document, for those who generate clients.
 */
final class PublicContract {

    private static final Set<String> OWN = Set.of("/api/v1/stream", "/api/v1/changes");

    private PublicContract() {}

    /**
     * @param services name → its document
     * @param routed whether a path leads to a service
     * @param info title, description and version
     */
    static JsonObject of(Map<String, JsonObject> services, Predicate<String> routed, JsonObject info) {
        Set<String> ofSessions = SessionOpenApi.paths();
        Set<String> ofNotifications = NotificationOpenApi.paths();
        Predicate<String> own = path -> isOwn(path) || ofSessions.contains(path) || ofNotifications.contains(path);
        OpenApiMerger merger = new OpenApiMerger(own.or(routed));
        new TreeMap<>(services).forEach(merger::add);
        merger.add("gateway", GatewayOpenApi.document());
        merger.add("gateway", SessionOpenApi.document());
        merger.add("gateway", NotificationOpenApi.document());
        return GatewayAnswers.in(merger.document(info), own);
    }

    /** What the gateway answers itself, and no upstream can take from it. */
    private static boolean isOwn(String path) {
        return path.startsWith("/api/sync/") || OWN.contains(path);
    }
}
