package polyclinic.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.asDoctor;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.ZeroStream;

/** A body may be as large as its service takes, declared or not. */
@QuarkusTest
class BodyLimitTest {

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @Test
    void a_body_that_is_declared_too_large_is_refused_before_it_comes() throws Exception {
        HttpResponse<String> answer = GatewayClient.send(
                asDoctor("/api/v1/patients").POST(BodyPublishers.ofByteArray(new byte[(1 << 20) + 1])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(slug(answer)).isEqualTo("too-large");
        assertThat(StubUpstreams.patients().received).isEmpty();
        assertThat(StubUpstreams.patients().bytesRead).hasValue(0);
    }

    @Test
    void a_body_of_50_megabytes_is_answered_even_while_it_is_being_sent() throws Exception {
        HttpResponse<String> answer =
                GatewayClient.send(asDoctor("/api/v1/patients").POST(BodyPublishers.ofByteArray(new byte[50 << 20])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(StubUpstreams.patients().received).isEmpty();
    }

    @Test
    void a_body_of_exactly_the_limit_passes() {
        assertThat(GatewayClient.send(asDoctor("/api/v1/patients").POST(BodyPublishers.ofByteArray(new byte[1 << 20])))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void chunks_are_counted_too() throws Exception {
        HttpResponse<String> fits = GatewayClient.send(
                asDoctor("/api/v1/patients").POST(BodyPublishers.ofInputStream(() -> new ZeroStream(1 << 20))));
        StubUpstreams.patients().reset();
        HttpResponse<String> answer = GatewayClient.send(
                asDoctor("/api/v1/patients").POST(BodyPublishers.ofInputStream(() -> new ZeroStream(3 << 20))));

        assertThat(fits.body()).isEqualTo("{\"length\":1048576}");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(slug(answer)).isEqualTo("too-large");
        assertThat(StubUpstreams.patients().received).isEmpty();
        assertThat(StubUpstreams.patients().bytesRead.get()).isLessThanOrEqualTo(1 << 20);
    }

    /** Where a service takes whole files it gets them while they arrive; its other addresses are as small as ever. */
    @Test
    void a_file_is_passed_on_where_files_are_taken_and_nowhere_else() throws Exception {
        HttpResponse<String> file = GatewayClient.send(asDoctor("/api/v1/medications/import")
                .POST(BodyPublishers.ofInputStream(() -> new ZeroStream(20 << 20))));
        HttpResponse<String> other =
                GatewayClient.send(asDoctor("/api/v1/medications").POST(BodyPublishers.ofByteArray(new byte[3 << 20])));

        assertThat(file.body()).isEqualTo("{\"length\":20971520}");
        assertThat(other.statusCode()).isEqualTo(413);
    }
}
