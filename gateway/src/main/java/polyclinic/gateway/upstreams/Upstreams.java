package polyclinic.gateway.upstreams;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.clientaddress.ForwardedProof;
import polyclinic.gateway.tls.ClientTrust;

/** All upstreams, and which of them a path is routed to. */
@Singleton
public class Upstreams {

    private final Map<String, Upstream> byPrefix = new HashMap<>();
    private final List<Upstream> all = new ArrayList<>();

    Upstreams(
            UpstreamsConfig upstreams,
            UpstreamConnectionsConfig connections,
            ForwardedProof forwardedProof,
            Vertx vertx,
            ClientTrust trust,
            MeterRegistry registry) {
        upstreams
                .byName()
                .forEach((name, config) -> add(
                        new Upstream(name, config, connections, forwardedProof, vertx, trust::services, registry),
                        config.prefixes()));
    }

    private void add(Upstream upstream, List<String> prefixes) {
        all.add(upstream);
        for (String prefix : prefixes) {
            Upstream other = byPrefix.put(prefix, upstream);
            if (other != null) {
                throw new IllegalArgumentException(
                        ApiPath.ROOT + prefix + " is routed to both " + other.name() + " and " + upstream.name());
            }
        }
    }

    public boolean isRouted(String path) {
        return forPath(path) != null;
    }

    /** Returns null for a path that is not routed. */
    public @Nullable Upstream forPath(String path) {
        String prefix = ApiPath.prefix(path);
        return prefix == null ? null : byPrefix.get(prefix);
    }

    List<Upstream> all() {
        return all;
    }

    @PreDestroy
    void close() {
        all.forEach(Upstream::close);
    }
}
