package polyclinic.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.post;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

/** A service with two replicas is there as long as one of them is. */
@QuarkusTest
class ReplicasTest {
    private static final int REQUESTS = 12;

    /** The longest that is read whole, in bytes. */
    private static final int SHORT_FILE = 32 * 1024;

    private final StubUpstream one = StubUpstreams.notes().get(0);
    private final StubUpstream other = StubUpstreams.notes().get(1);

    @BeforeEach
    @AfterEach
    void bothAnswer() {
        StubUpstreams.notes().forEach(StubUpstream::start);
        StubUpstreams.notes().forEach(StubUpstream::reset);
        StubUpstreams.notes().forEach(StubUpstream::becomeHealthy);
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> {
            get("/api/v1/notes");
            return !one.received.isEmpty() && !other.received.isEmpty();
        });
        StubUpstreams.notes().forEach(StubUpstream::reset);
    }

    @Test
    void requests_go_to_both() {
        assertThat(statuses("GET", null)).containsOnly(200);

        assertThat(one.received).hasSizeBetween(REQUESTS / 3, REQUESTS * 2 / 3);
        assertThat(one.received.size() + other.received.size()).isEqualTo(REQUESTS);
    }

    @Test
    void when_one_is_killed_the_other_gets_everything_and_nobody_notices() {
        one.kill();

        assertThat(statuses("POST", null)).containsOnly(200);
        assertThat(other.received).hasSize(REQUESTS);

        one.start();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            get("/api/v1/notes");
            return !one.received.isEmpty();
        });
    }

    @Test
    void what_takes_effect_once_however_often_it_is_received_is_asked_of_the_other() {
        one.hangsUp = true;

        assertThat(statuses("GET", null)).containsOnly(200);
        assertThat(statuses("POST", "a-key")).containsOnly(200);
        assertThat(one.received).isNotEmpty();
    }

    @Test
    void a_short_file_is_asked_of_the_other_as_well() {
        one.hangsUp = true;

        for (int i = 0; i < REQUESTS; i++)
            assertThat(upload(SHORT_FILE, "file" + i)).isEqualTo(200);
        assertThat(one.received).isNotEmpty();
    }

    @Test
    void a_long_file_is_gone_when_the_first_breaks() {
        one.hangsUp = true;
        other.hangsUp = true;

        assertThat(upload(SHORT_FILE + 1, "a-key")).isEqualTo(502);

        assertThat(files(one) + files(other)).isEqualTo(1);
    }

    @Test
    void a_long_file_goes_to_one_that_is_ready() {
        one.readiness = "{\"status\":\"DOWN\"}";

        for (int i = 0; i < REQUESTS; i++)
            assertThat(upload(SHORT_FILE + 1, "file" + i)).isEqualTo(200);

        assertThat(files(one)).isZero();
        assertThat(files(other)).isEqualTo(REQUESTS);
    }

    @Test
    void with_none_ready_a_long_file_is_tried() {
        StubUpstreams.notes().forEach(stub -> stub.readiness = "{\"status\":\"DOWN\"}");

        assertThat(upload(SHORT_FILE + 1, "a-key")).isEqualTo(200);
    }

    @Test
    void what_may_have_taken_effect_is_asked_of_no_other() {
        one.hangsUp = true;
        other.hangsUp = true;

        assertThat(post("/api/v1/notes", "{}").statusCode()).isEqualTo(502);

        assertThat(one.received.size() + other.received.size()).isEqualTo(1);
    }

    @Test
    void a_replica_that_says_that_it_ends_gets_no_further_requests() {
        one.leaves = true;
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            get("/api/v1/notes");
            return !one.received.isEmpty();
        });
        StubUpstreams.notes().forEach(stub -> stub.received.clear());

        assertThat(statuses("POST", null)).containsOnly(200);

        assertThat(one.received).isEmpty();
        assertThat(other.received).hasSize(REQUESTS);
    }

    @Test
    void with_none_left_the_answer_is_503() {
        StubUpstreams.notes().forEach(StubUpstream::kill);

        assertThat(statuses("GET", null)).containsOnly(503);
    }

    private static long files(StubUpstream replica) {
        return replica.received.stream()
                .filter(request -> request.path().equals(StubUpstreams.REPLICATED_FILES))
                .count();
    }

    private static int upload(int bytes, String key) {
        return GatewayClient.send(GatewayClient.asDoctor(StubUpstreams.REPLICATED_FILES)
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofByteArray(new byte[bytes])))
                .statusCode();
    }

    private static List<Integer> statuses(String method, @Nullable String key) {
        return IntStream.range(0, REQUESTS)
                .mapToObj(i -> status(method, key == null ? null : key + i))
                .toList();
    }

    private static int status(String method, @Nullable String key) {
        HttpRequest.Builder request = GatewayClient.asDoctor("/api/v1/notes");
        if (key != null) request.header("Idempotency-Key", key);
        if (method.equals("POST"))
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}"));
        return GatewayClient.send(request).statusCode();
    }
}
