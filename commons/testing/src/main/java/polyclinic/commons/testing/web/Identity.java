package polyclinic.commons.testing.web;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The identity provider: it describes itself, publishes the keys of {@link Tokens} and counts what it is asked, so the service
 * verifies tokens as in production. Gives also every address that a test does not start.
 */
public class Identity implements QuarkusTestResourceLifecycleManager {
    /** A loopback address without a listener. */
    private static final String UNREACHABLE = "http://127.0.0.1:9";

    /** The key by which a test can prove, as the gateway does, where a request came from. */
    public static final String FORWARDED_KEY = "a key of the tests with 32 characters";

    private static final String REALM = "/realms/polyclinic";
    private static final String ADMINISTRATION = "/admin" + REALM;
    /** Path → who answers there. */
    private static final Map<String, StubServer.Handler> HANDLERS = new ConcurrentHashMap<>();

    private static final ConcurrentLinkedQueue<StubRequest> REQUESTS = new ConcurrentLinkedQueue<>();

    private @Nullable StubServer server;

    /** The paths that the identity provider was asked for so far, in the order of the requests. */
    public static List<String> requests() {
        return REQUESTS.stream().map(StubRequest::path).toList();
    }

    /** From now on the handler answers this path of the realm's administration API. */
    public static void handleAdministration(String path, StubServer.Handler handler) {
        HANDLERS.put(ADMINISTRATION + path, handler);
    }

    @Override
    public Map<String, String> start() {
        StubServer started = new StubServer(Identity::respond);
        server = started;
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.oidc.auth-server-url", started.url() + REALM);
        config.put("POLYCLINIC_OIDC_ADMIN_URL", started.url() + ADMINISTRATION);
        config.put("POLYCLINIC_OIDC_URL", UNREACHABLE + "/realms/polyclinic");
        config.put("POLYCLINIC_CLIENT_ID", "test");
        config.put("POLYCLINIC_CLIENT_SECRET", "test");
        config.put("POLYCLINIC_HTTP_PORT", "0");
        config.put("POLYCLINIC_KEYS", "target/keys");
        config.put("polyclinic.keys.create", "true");
        config.put("POLYCLINIC_FORWARDED_KEY", FORWARDED_KEY);
        // No request takes as long, and who repeats one that a killed store cut off need not wait half a minute.
        config.put("polyclinic.idempotency.claim", "3S");
        for (String service :
                new String[] {"PATIENT", "APPOINTMENT", "PRESCRIPTION", "BILLING", "NOTES", "ASSET", "AUDIT"})
            config.put("POLYCLINIC_" + service + "_URL", UNREACHABLE);
        return config;
    }

    private static void respond(StubExchange exchange) throws IOException {
        REQUESTS.add(exchange.request());
        for (Map.Entry<String, StubServer.Handler> handler : HANDLERS.entrySet())
            if (exchange.request().path().equals(handler.getKey())) {
                handler.getValue().handle(exchange);
                return;
            }
        String base = "http://" + exchange.request().header("host") + REALM;
        switch (exchange.request().path()) {
            case REALM + "/.well-known/openid-configuration" ->
                exchange.answer(200, """
                        {"issuer":"%s","jwks_uri":"%s/certs","token_endpoint":"%s/token","introspection_endpoint":"%s/introspect"}""".formatted(Tokens.ISSUER, base, base, base));
            case REALM + "/certs" -> exchange.answer(200, Tokens.keySet());
            case REALM + "/protocol/openid-connect/token" ->
                exchange.answer(
                        200,
                        "{\"access_token\":\"%s\",\"expires_in\":300,\"token_type\":\"Bearer\"}"
                                .formatted(Tokens.of("prescription-service")));
            case REALM + "/introspect" -> exchange.answer(200, "{\"active\":false}");
            default -> exchange.answer(404, "{}");
        }
    }

    @Override
    public void stop() {
        if (server != null) server.close();
    }

    @Override
    public int order() {
        return -10;
    }
}
