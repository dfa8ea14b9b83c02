package polyclinic.gateway.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.HTTP;
import static polyclinic.gateway.testing.GatewayClient.asDoctor;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.managementRequest;
import static polyclinic.gateway.testing.GatewayClient.post;
import static polyclinic.gateway.testing.GatewayClient.slug;
import static polyclinic.gateway.testing.GatewayClient.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.contracts.HoldContract;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

@QuarkusTest
class WriteHoldTest extends HoldContract {
    private final List<Socket> sockets = new ArrayList<>();

    @Override
    protected Set<String> pending() {
        return Set.of();
    }

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @AfterEach
    void close() throws IOException {
        StubUpstreams.all().forEach(stub -> stub.holdResponses = false);
        for (Socket socket : sockets) socket.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void a_change_sent_while_held_waits_and_succeeds_after_the_release(String method) {
        hold("10s");
        CompletableFuture<HttpResponse<String>> answer =
                send(asDoctor("/api/v1/appointments").method(method, BodyPublishers.ofString("{}")));
        await().until(() -> state().path("waiting").asInt() == 1);
        int before = StubUpstreams.appointments().received.size();

        release();

        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(before).isZero();
        assertThat(StubUpstreams.appointments().received).hasSize(1);
    }

    @Test
    void a_change_waits_for_a_holder_that_died_no_longer_than_it_asked_for() {
        hold("200ms");

        assertThat(post("/api/v1/appointments", "{}").statusCode()).isEqualTo(200);
        assertThat(state().path("held").asBoolean()).isFalse();
    }

    @Test
    void reads_go_on() {
        hold("10s");

        assertThat(get("/api/v1/appointments").statusCode()).isEqualTo(200);
    }

    @Test
    void a_change_is_under_way_from_when_it_is_passed_on_until_it_is_answered() {
        StubUpstreams.appointments().holdResponses = true;
        CompletableFuture<HttpResponse<String>> answer =
                send(asDoctor("/api/v1/appointments/held").POST(BodyPublishers.ofString("{}")));
        await().until(() -> StubUpstreams.appointments().received.size() == 1);
        int during = hold("10s").path("underWay").asInt();

        StubUpstreams.appointments().holdResponses = false;
        assertThat(answer.join().statusCode()).isEqualTo(200);

        assertThat(during).isEqualTo(1);
        await().until(() -> state().path("underWay").asInt() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/patients", "/api/v1/assets"})
    void a_slow_client_does_not_keep_the_hold_from_being_quiet(String path) throws IOException {
        int streamed = 40_000;
        Socket slow = begin(path, "Content-Length: " + streamed, "12345");
        Socket chunked = begin(path, "Transfer-Encoding: chunked", "5\r\n12345\r\n");
        if (path.endsWith("assets"))
            await().until(() -> StubUpstreams.assets().bytesRead.get() == 10);

        int underWay = hold("10s").path("underWay").asInt();
        write(slow, "6".repeat(streamed - 5));
        write(chunked, "0\r\n\r\n");
        await().until(() -> state().path("waiting").asInt() == 2);
        boolean answeredMeanwhile =
                slow.getInputStream().available() + chunked.getInputStream().available() > 0;
        int received = StubUpstreams.all().stream()
                .mapToInt(stub -> stub.received.size())
                .sum();
        release();

        assertThat(underWay).isZero();
        assertThat(answeredMeanwhile).isFalse();
        assertThat(received).isZero();
        for (Socket socket : List.of(slow, chunked))
            assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 200");
    }

    /** Its service takes it in portions and holds these itself: nobody can wait for the end of a file of any size. */
    @Test
    void a_file_that_is_taken_while_it_arrives_is_neither_held_nor_waited_for() throws IOException {
        Socket file = begin("/api/v1/medications/import", "Transfer-Encoding: chunked", "5\r\n12345\r\n");
        hold("10s");

        write(file, "0\r\n\r\n");

        assertThat(new String(file.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 200");
        assertThat(state().path("held").asBoolean()).isTrue();
        assertThat(state().path("underWay").asInt()).isZero();
        assertThat(state().path("waiting").asInt()).isZero();
    }

    @Test
    void a_client_that_goes_away_waits_no_longer() throws IOException {
        hold("10s");
        Socket gone = begin("/api/v1/patients", "Content-Length: 2", "{}");
        await().until(() -> state().path("waiting").asInt() == 1);

        gone.close();

        await().until(() -> state().path("waiting").asInt() == 0);
        release();
        assertThat(StubUpstreams.patients().received).isEmpty();
    }

    @Test
    void more_than_may_wait_are_told_to_come_back() {
        JsonNode held = hold("10s");
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < StubUpstreams.HELD; i++)
            waiting.add(send(asDoctor("/api/v1/patients").POST(BodyPublishers.ofString("{}"))));
        await().until(() -> state().path("waiting").asInt() == StubUpstreams.HELD);

        HttpResponse<String> refused = post("/api/v1/patients", "{}");
        release();

        assertThat(held.path("waiting").asInt()).isZero();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(slug(refused)).isEqualTo("busy");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("2");
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    @Test
    void a_hold_that_is_extended_for_ever_keeps_nobody_longer_than_the_wait_time() {
        CompletableFuture<HttpResponse<String>> answer = new CompletableFuture<>();
        hold("10s");
        send(asDoctor("/api/v1/patients").POST(BodyPublishers.ofString("{}"))).thenAccept(answer::complete);

        await().until(() -> {
            hold("10s");
            return answer.isDone();
        });

        assertThat(slug(answer.join())).isEqualTo("busy");
    }

    @Test
    void how_long_writes_were_held_is_measured() {
        hold("10s");
        release();

        assertThat(GatewayClient.send(managementRequest("/q/metrics")).body())
                .contains("polyclinic_hold_seconds_count");
    }

    private static CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private Socket begin(String path, String framing, String begun) throws IOException {
        Socket socket = GatewayClient.socket();
        sockets.add(socket);
        write(
                socket,
                "POST " + path + " HTTP/1.1\r\nHost: clinic\r\nAuthorization: Bearer " + TestTokens.of("doctor")
                        + "\r\n" + framing + "\r\n\r\n" + begun);
        return socket;
    }
}
