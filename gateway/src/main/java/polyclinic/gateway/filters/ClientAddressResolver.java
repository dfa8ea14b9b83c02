package polyclinic.gateway.filters;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/**
 * Finds the address a request really came from. X-Forwarded-For counts only as far as trusted proxies wrote it: read from
 * the right, the first address that is not a trusted proxy is the client, whatever is to the left of it.
 */
final class ClientAddressResolver {

    private final IpNetworks trustedProxies;

    ClientAddressResolver(IpNetworks trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    boolean throughTrustedProxy(HttpServerRequest request) {
        return !trustedProxies.isEmpty() && trustedProxies.contain(peer(request));
    }

    String of(HttpServerRequest request) {
        String peer = peer(request);
        if (trustedProxies.isEmpty() || !trustedProxies.contain(peer)) return peer;
        return behindProxies(peer, request.headers().getAll("x-forwarded-for"));
    }

    private String behindProxies(String peer, List<String> headers) {
        String client = peer;
        for (int h = headers.size() - 1; h >= 0; h--) {
            String[] hops = headers.get(h).split(",");
            for (int i = hops.length - 1; i >= 0; i--) {
                String hop = hops[i].strip();
                if (!IpNetworks.isAddress(hop)) return client;
                client = hop;
                if (!trustedProxies.contain(hop)) return client;
            }
        }
        return client;
    }

    private static String peer(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        String host = address == null ? null : address.hostAddress();
        return host == null ? "unknown" : host;
    }
}
