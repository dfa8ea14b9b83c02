package polyclinic.gateway.proxy;

import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the services' contracts ({@code contracts/openapi}) say, those that the gateway was built with: what it does by them does not
 * depend on who answers. They are read once and not kept.
 */
@Singleton
class Contracts {

    private static final List<String> NAMES =
            List.of("patient", "appointment", "prescription", "billing", "notes", "asset", "audit");

    private final RouteTemplates routes;
    private final Deprecations deprecations;

    Contracts() {
        List<JsonObject> all = NAMES.stream().map(Contracts::read).toList();
        routes = new RouteTemplates(all);
        deprecations = new Deprecations(all);
    }

    RouteTemplates routes() {
        return routes;
    }

    Deprecations deprecations() {
        return deprecations;
    }

    private static JsonObject read(String contract) {
        String name = "/contracts/" + contract + ".json";
        try (InputStream file = Contracts.class.getResourceAsStream(name)) {
            if (file == null) throw new IllegalStateException("the gateway was built without " + name);
            return new JsonObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
