package polyclinic.notes.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver of webhooks at an address of its own, which answers as a test tells it. */
public final class WebhookReceiver implements AutoCloseable {
    /** Says nothing at all. */
    public static final int SILENCE = 0;

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status = 204;

    /** @param headers by their names in lower case */
    public record Received(String method, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    public WebhookReceiver(Vertx vertx) {
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> request.bodyHandler(body -> {
                    Map<String, String> headers = new TreeMap<>();
                    request.headers()
                            .forEach(
                                    header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
                    received.add(new Received(request.method().name(), headers, body.toString()));
                    if (status != SILENCE)
                        request.response().setStatusCode(status).end();
                }));
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/in";
    }

    public WebhookReceiver answer(int with) {
        status = with;
        return this;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
