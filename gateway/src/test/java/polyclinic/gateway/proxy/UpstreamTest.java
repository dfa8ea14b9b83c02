package polyclinic.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.clientaddress.ForwardedProof;
import polyclinic.gateway.testing.StubUpstream;

class UpstreamTest {

    @Test
    void who_waits_for_a_connection_is_told_in_time_that_there_is_none() throws Exception {
        StubUpstream stub = new StubUpstream();
        Vertx vertx = Vertx.vertx();
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ProxyConfig.class)
                .withMapping(UpstreamsConfig.class)
                .withDefaultValue("polyclinic.gateway.proxying.connections", "1")
                .withDefaultValue("polyclinic.gateway.proxying.wait-time", "1h")
                .withDefaultValue("polyclinic.gateway.upstreams.stub.url", stub.url())
                .withDefaultValue("polyclinic.gateway.upstreams.stub.management-url", stub.url())
                .withDefaultValue("polyclinic.gateway.upstreams.stub.prefixes", "patients")
                .withDefaultValue("polyclinic.gateway.upstreams.stub.response-timeout", "200ms")
                .build();
        Upstream upstream = new Upstream(
                "stub",
                Objects.requireNonNull(
                        config.getConfigMapping(UpstreamsConfig.class).byName().get("stub")),
                config.getConfigMapping(ProxyConfig.class),
                new ForwardedProof(Optional.empty(), Optional.empty()),
                vertx,
                UnaryOperator.identity(),
                new SimpleMeterRegistry());
        try {
            Future<HttpClientRequest> holds = upstream.connect(HttpMethod.GET, "/");
            holds.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);

            Future<HttpClientRequest> waits = upstream.connect(HttpMethod.GET, "/");
            Throwable failure = waits.map(got -> new Throwable("got a connection"))
                    .otherwise(cause -> cause)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);

            assertThat(failure).isInstanceOf(TimeoutException.class);
        } finally {
            upstream.close();
            stub.kill();
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
    }
}
