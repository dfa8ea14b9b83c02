package polyclinic.audit.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.problem.Problem;

/** An export that is read on goes on; one that nobody reads ends. */
class ExportTimeLimitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PIECE = (int) ExportSlots.MIN_BYTES;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void an_export_that_nobody_reads_is_cut_off_and_its_slot_is_free() throws Exception {
        ExportSlots one = new ExportSlots(vertx, config(1, Duration.ofMillis(300)));
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        Router router = Router.router(vertx);
        router.get("/").handler(request -> {
            one.take(request);
            taken.complete(isRefused(one));
            request.response().setChunked(true).write(Buffer.buffer(new byte[16 * 1024 * 1024]));
        });
        HttpServer server = listen(router);
        try (Socket reader = new Socket("localhost", server.actualPort())) {
            reader.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(taken.get(20, TimeUnit.SECONDS)).isTrue();
            await().atMost(PATIENCE).until(() -> !isRefused(one));
            await().atMost(PATIENCE).until(() -> isCutOff(reader));
        } finally {
            server.close();
        }
    }

    /** It takes some times as long as anybody may be silent. */
    @Test
    void an_export_that_is_read_on_is_not_cut_off() throws Exception {
        ExportSlots one = new ExportSlots(vertx, config(1, Duration.ofSeconds(2)));
        int pieces = 60;
        Router router = Router.router(vertx);
        router.get("/").handler(request -> {
            one.take(request);
            request.response().setChunked(true);
            AtomicInteger sent = new AtomicInteger();
            vertx.setPeriodic(100, timer -> {
                request.response().write(Buffer.buffer(new byte[PIECE]));
                if (sent.incrementAndGet() < pieces) return;
                vertx.cancelTimer(timer);
                request.response().end();
            });
        });
        HttpServer server = listen(router);
        try {
            byte[] read = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + server.actualPort()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();

            assertThat(read).hasSize(pieces * PIECE);
            await().atMost(PATIENCE).until(() -> !isRefused(one));
        } finally {
            server.close();
        }
    }

    private HttpServer listen(Router router) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static boolean isRefused(ExportSlots slots) {
        try {
            slots.take().run();
            return false;
        } catch (Problem busy) {
            return true;
        }
    }

    private static boolean isCutOff(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static ExportsConfig config(int atOnce, Duration patience) {
        return new ExportsConfig() {
            @Override
            public int atOnce() {
                return atOnce;
            }

            @Override
            public Duration patience() {
                return patience;
            }
        };
    }
}
