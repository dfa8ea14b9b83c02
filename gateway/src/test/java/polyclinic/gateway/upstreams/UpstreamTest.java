package polyclinic.gateway.upstreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.clientaddress.ForwardedProof;
import polyclinic.gateway.testing.StubUpstream;

class UpstreamTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<StubUpstream> replicas = new ArrayList<>();
    private @Nullable Upstream upstream;

    @AfterEach
    void close() throws Exception {
        if (upstream != null) upstream.close();
        replicas.forEach(StubUpstream::kill);
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void who_waits_for_a_connection_is_told_in_time_that_there_is_none() throws Exception {
        Upstream service = upstream(1);
        Replica only = chosen(service);
        Future<HttpClientRequest> holds = service.connect(only, HttpMethod.GET, "/");
        holds.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);

        Future<HttpClientRequest> waits = service.connect(only, HttpMethod.GET, "/");
        Throwable failure = waits.map(got -> new Throwable("got a connection"))
                .otherwise(cause -> cause)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);

        assertThat(failure).isInstanceOf(TimeoutException.class);
    }

    @Test
    void replicas_are_asked_in_turn_and_a_busy_one_less() {
        Upstream service = upstream(2);
        Replica busy = chosen(service);
        assertThat(Set.of(busy, chosen(service))).hasSize(2);

        busy.begin();

        assertThat(List.of(chosen(service), chosen(service), chosen(service))).doesNotContain(busy);
        busy.end();
        assertThat(Set.of(chosen(service), chosen(service))).contains(busy);
    }

    @Test
    void a_replica_that_closes_its_connections_is_asked_only_when_there_is_no_other() {
        Upstream service = upstream(2);
        Replica ending = chosen(service);
        Replica other = chosen(service);
        ending.leaves();
        other.begin();

        assertThat(List.of(chosen(service), chosen(service))).containsOnly(other);
        assertThat(service.choose(List.of(other))).isSameAs(ending);
    }

    @Test
    void a_replica_whose_circuit_is_open_is_left_out_until_its_health_is_well_again() {
        Upstream service = upstream(2);
        Replica broken = chosen(service);
        Replica other = chosen(service);
        broken.failed();

        assertThat(List.of(chosen(service), chosen(service), chosen(service))).containsOnly(other);
        assertThat(service.isOpen()).isFalse();

        await().pollInterval(Duration.ofMillis(10)).until(() -> chosen(service) == broken);
    }

    @Test
    void with_all_circuits_open_one_trial_is_made_after_the_pause() {
        Upstream service = upstream(2);
        chosen(service).failed();
        chosen(service).failed();

        assertThat(service.isOpen()).isTrue();
        assertThat(service.choose(List.of())).isNull();
        await().pollInterval(Duration.ofMillis(10)).until(service::isAvailable);
        assertThat(service.choose(List.of())).isNotNull();
    }

    @Test
    void addresses_that_do_not_pair_are_refused_at_the_start() {
        assertThatThrownBy(() -> upstream("http://127.0.0.1:1,http://127.0.0.1:2", "http://127.0.0.1:3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one address for each replica");
        assertThatThrownBy(() ->
                        upstream("http://127.0.0.1:1,https://127.0.0.1:2", "http://127.0.0.1:3,http://127.0.0.1:4"))
                .hasMessageContaining("mixes");
        assertThatThrownBy(() -> upstream("ftp://127.0.0.1:1", "http://127.0.0.1:3"))
                .hasMessageContaining("not an http(s) address");
    }

    private static Replica chosen(Upstream service) {
        return Objects.requireNonNull(service.choose(List.of()));
    }

    private Upstream upstream(int count) {
        for (int i = 0; i < count; i++) replicas.add(new StubUpstream());
        String urls = replicas.stream().map(StubUpstream::url).collect(Collectors.joining(","));
        return upstream(urls, urls);
    }

    private Upstream upstream(String urls, String managementUrls) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(UpstreamConnectionsConfig.class)
                .withMapping(UpstreamsConfig.class)
                .withDefaultValue("polyclinic.gateway.proxying.connections", "1")
                .withDefaultValue("polyclinic.gateway.proxying.wait-time", "1h")
                .withDefaultValue("polyclinic.gateway.proxying.circuit-failures", "1")
                .withDefaultValue("polyclinic.gateway.proxying.circuit-open", "200ms")
                .withDefaultValue("polyclinic.gateway.upstreams.stub.url", urls)
                .withDefaultValue("polyclinic.gateway.upstreams.stub.management-url", managementUrls)
                .withDefaultValue("polyclinic.gateway.upstreams.stub.prefixes", "patients")
                .withDefaultValue("polyclinic.gateway.upstreams.stub.response-timeout", "200ms")
                .build();
        Upstream service = new Upstream(
                "stub",
                Objects.requireNonNull(
                        config.getConfigMapping(UpstreamsConfig.class).byName().get("stub")),
                config.getConfigMapping(UpstreamConnectionsConfig.class),
                new ForwardedProof(Optional.empty(), Optional.empty()),
                vertx,
                UnaryOperator.identity(),
                new SimpleMeterRegistry());
        upstream = service;
        return service;
    }
}
