package polyclinic.gateway.connections;

import io.netty.bootstrap.ServerBootstrap;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.VertxServiceProvider;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import polyclinic.gateway.filters.FilterConfig;
import polyclinic.gateway.filters.IpNetworks;

/**
 * Puts a {@link ConnectionLimit} before each of the gateway's servers. Quarkus only counts all connections together, and
 * has taken the one handler that Vert.x has for them; this is the place before it.
 */
public final class ConnectionLimitProvider implements VertxServiceProvider {

    /** The transport that Quarkus uses by default. */
    private static final class LimitedTransport extends JDKTransport {
        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            super.configure(options, domainSocket, bootstrap);
            if (!domainSocket) bootstrap.handler(limit());
        }
    }

    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(new LimitedTransport());
    }

    /** Vert.x starts before there are beans, so the settings are asked for only when a server does. */
    private static ConnectionLimit limit() {
        FilterConfig config =
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(FilterConfig.class);
        return new ConnectionLimit(
                config.connections().perAddress(),
                new IpNetworks(config.trustedProxies().orElse(List.of())));
    }
}
