package polyclinic.gateway.door;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/**
 * Who is really calling. X-Forwarded-For counts only as far as it was written by proxies we trust, read from the right:
 * the first address that is not one of them is the client, whatever stands left of it.
 */
final class ClientAddress {

    private final Networks trusted;

    ClientAddress(Networks trusted) {
        this.trusted = trusted;
    }

    boolean throughTrustedProxy(HttpServerRequest request) {
        return !trusted.isEmpty() && trusted.contain(peer(request));
    }

    String of(HttpServerRequest request) {
        String peer = peer(request);
        if (trusted.isEmpty() || !trusted.contain(peer)) return peer;
        return behindProxies(peer, request.headers().getAll("x-forwarded-for"));
    }

    private String behindProxies(String peer, List<String> headers) {
        String client = peer;
        for (int h = headers.size() - 1; h >= 0; h--) {
            String[] hops = headers.get(h).split(",");
            for (int i = hops.length - 1; i >= 0; i--) {
                String hop = hops[i].strip();
                if (!Networks.isAddress(hop)) return client;
                client = hop;
                if (!trusted.contain(hop)) return client;
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
