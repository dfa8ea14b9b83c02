package polyclinic.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.asDoctor;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.send;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

@QuarkusTest
class ProxyHeadersTest {

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @Test
    void a_client_cannot_forge_its_address() {
        send(asDoctor("/api/v1/patients")
                .header("X-Forwarded-For", "6.6.6.6")
                .header("X-Forwarded-For", "7.7.7.7, 8.8.8.8")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Port", "1")
                .header("X-Forwarded-Prefix", "/evil")
                .header("X-Forwarded-User", "admin")
                .header("Forwarded", "for=6.6.6.6")
                .header("X-Real-IP", "6.6.6.6")
                .header("True-Client-IP", "6.6.6.6")
                .header("X-Original-URL", "/api/v1/audit")
                .header("X-HTTP-Method-Override", "DELETE")
                .header("Cookie", "session=1"));

        StubRequest seen = StubUpstreams.patients().onlyRequest();
        assertThat(seen.all("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(seen.all("x-forwarded-proto")).containsExactly("http");
        assertThat(seen.all("x-forwarded-host")).containsExactly("127.0.0.1:" + GatewayClient.port());
        assertThat(seen.headers().toString())
                .doesNotContain(
                        "6.6.6.6", "7.7.7.7", "evil", "method-override", "cookie", "forwarded-user", "forwarded-port");
    }

    @Test
    void services_can_know_that_the_gateway_wrote_the_address() throws Exception {
        send(asDoctor("/api/v1/patients").header("X-Request-Id", "request-7").header("X-Forwarded-Proof", "1.forged"));

        StubRequest seen = StubUpstreams.patients().onlyRequest();
        assertThat(seen.all("x-forwarded-proof")).hasSize(1);
        String[] proof = String.valueOf(seen.header("x-forwarded-proof")).split("\\.");
        assertThat(Long.parseLong(proof[0])).isCloseTo(Instant.now().getEpochSecond(), Offset.offset(30L));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(StubUpstreams.FORWARDED_KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal(("127.0.0.1\nrequest-7\n" + proof[0]).getBytes(StandardCharsets.UTF_8));
        assertThat(Base64.getUrlDecoder().decode(proof[1])).isEqualTo(expected);
    }

    @Test
    void a_client_cannot_make_the_gateway_drop_essential_headers() throws Exception {
        GatewayClient.rawOne(
                "GET /api/v1/patients HTTP/1.1\r\nHost: x\r\n" + GatewayClient.bearer()
                        + "If-Match: \"3\"\r\nX-Mine: 1\r\nConnection: close, Authorization, X-Forwarded-For, If-Match, X-Mine\r\n\r\n");

        StubRequest seen = StubUpstreams.patients().onlyRequest();
        assertThat(seen.header("authorization")).isNotNull();
        assertThat(seen.header("if-match")).isEqualTo("\"3\"");
        assertThat(seen.header("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(seen.header("x-mine")).isNull();
        assertThat(seen.header("connection")).isNull();
    }

    @Test
    void hop_by_hop_headers_are_not_forwarded() {
        HttpResponse<String> answer = get("/api/v1/patients/chatty");

        assertThat(answer.headers().map())
                .doesNotContainKeys("keep-alive", "x-only-here", "server", "x-powered-by", "connection");
        assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.headers().firstValue("x-kept")).hasValue("yes");
        assertThat(answer.headers().allValues("cache-control")).containsExactly("max-age=60");
        assertThat(answer.headers().allValues("content-security-policy"))
                .containsExactly(
                        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                        "default-src 'none'; sandbox");
        assertThat(answer.headers().allValues("x-frame-options")).containsExactly("DENY");
        assertThat(answer.headers().allValues("x-request-id")).hasSize(1).doesNotContain("other");
    }
}
