package polyclinic.recovery.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.recovery.suite.AuthorityFile;
import polyclinic.recovery.suite.ManagementAddress;

class SuiteHoldTest {
    private static final String QUIET =
            "{\"held\":true,\"until\":\"2026-01-01T00:00:00Z\",\"underWay\":0,\"pending\":{\"outbox\":0}}";

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private volatile String answer = QUIET;
    private volatile int status = 200;
    private SuiteHold hold;

    @BeforeEach
    void start() throws IOException {
        hold = new SuiteHold(
                List.of(server("gateway"), server("patient")), AuthorityFile.of(Map.of(), "POLYCLINIC_TLS_CA"));
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void the_gateway_holds_first_and_is_released_last() {
        hold.begin();
        assertThat(hold.unquiet()).isEmpty();
        calls.clear();
        hold.begin();
        hold.close();
        assertThat(calls).containsExactly("POST gateway", "POST patient", "DELETE patient", "DELETE gateway");
    }

    @Test
    void it_says_what_is_still_under_way() {
        hold.begin();
        answer = QUIET.replace("\"outbox\":0", "\"outbox\":3");
        assertThat(hold.unquiet()).get().asString().endsWith(": 3 of outbox");
        answer = QUIET.replace("\"underWay\":0", "\"underWay\":2");
        assertThat(hold.unquiet()).get().asString().endsWith(": 2 requests under way");
    }

    @Test
    void a_store_that_does_not_answer_is_not_quiet() {
        hold.begin();
        status = 503;
        assertThat(hold.unquiet()).get().asString().contains("does not say");
    }

    @Test
    void a_process_that_cannot_hold_keeps_the_point_from_being_made() {
        status = 404;
        assertThatThrownBy(hold::begin).hasMessageContaining("does not hold its writes: it answers 404");
    }

    @Test
    void before_the_release_everybody_is_asked_whether_they_hold_still() {
        hold.begin();
        hold.requireHeld();
        calls.clear();
        answer = QUIET.replace("\"held\":true", "\"held\":false");
        assertThatThrownBy(hold::requireHeld).hasMessageContaining("has ended its hold before all was marked");
        assertThat(calls).containsExactlyInAnyOrder("GET gateway", "GET patient");
    }

    @Test
    void it_says_how_far_behind_the_furthest_is_and_nothing_when_nobody_knows() {
        assertThat(hold.behind()).isEmpty();
        answer = QUIET.replace("\"pending\"", "\"behindMillis\":{\"checkpoints\":1700,\"others\":3},\"pending\"");
        assertThat(hold.behind()).contains(Duration.ofMillis(1700));
    }

    private ManagementAddress server(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/hold", exchange -> answer(exchange, name));
        server.start();
        servers.add(server);
        return new ManagementAddress(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "127.0.0.1");
    }

    private void answer(HttpExchange exchange, String name) throws IOException {
        calls.add(exchange.getRequestMethod() + " " + name);
        exchange.getRequestBody().readAllBytes();
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
