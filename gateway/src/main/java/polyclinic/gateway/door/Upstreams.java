package polyclinic.gateway.door;

import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyclinic.gateway.GatewayConfig;

/** Who answers what. */
@Singleton
class Upstreams {

    private final Map<String, Upstream> byPrefix = new HashMap<>();
    private final List<Upstream> all = new ArrayList<>();

    Upstreams(GatewayConfig config, Vertx vertx) {
        config.upstreams()
                .forEach((name, upstream) ->
                        add(new Upstream(name, upstream, config.proxying(), vertx), upstream.prefixes()));
    }

    private void add(Upstream upstream, List<String> prefixes) {
        all.add(upstream);
        for (String prefix : prefixes) {
            Upstream other = byPrefix.put(prefix, upstream);
            if (other != null) {
                throw new IllegalArgumentException(
                        "/api/v1/" + prefix + " is routed to both " + other.name + " and " + upstream.name);
            }
        }
    }

    Upstream forPath(String path) {
        String prefix = Paths.prefix(path);
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
