package polyclinic.notes.webhooks.delivery;

import io.netty.util.NetUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * A webhook's address, taken apart.
 *
 * @param host without the brackets of an IPv6 address
 * @param target path and query
 */
public record ReceiverUrl(boolean tls, String host, int port, String target) {
    private static final int MAX_PORT = 65_535;
    private static final int MAPPED_ZEROS = 10;

    /** Judges addresses when they are registered. */
    @ApplicationScoped
    public static class Rules {
        private final WebhookConfig config;
        private final ReceiverAddresses addresses;

        Rules(WebhookConfig config, ReceiverAddresses addresses) {
            this.config = config;
            this.addresses = addresses;
        }

        /** Fails with 422. A name is looked up when something is delivered, and may lead elsewhere each time. */
        public void require(String url) {
            ReceiverUrl parts = of(url);
            if (!parts.tls() && !config.allowHttp()) throw invalid("must begin with https:");
            InetAddress literal = literal(parts.host());
            if (literal != null && !addresses.mayReach(literal))
                throw invalid("must not lead into a network that is not public");
        }
    }

    /** Fails with 422 for what is no address of a receiver. */
    static ReceiverUrl of(String url) {
        URI uri = uri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !scheme.equals("http")) throw invalid("must begin with https:");
        if (uri.getHost() == null || uri.getHost().isEmpty()) throw invalid("must have a host");
        if (uri.getRawUserInfo() != null) throw invalid("must have no user");
        if (uri.getRawFragment() != null) throw invalid("must have no fragment");
        int port = uri.getPort() == -1 ? tls ? 443 : 80 : uri.getPort();
        if (port < 1 || port > MAX_PORT) throw invalid("must have a port between 1 and " + MAX_PORT);
        String host = uri.getHost().startsWith("[")
                ? uri.getHost().substring(1, uri.getHost().length() - 1)
                : uri.getHost();
        if (isMapped(host)) throw invalid("must not have an IPv4 address within an IPv6 address");
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new ReceiverUrl(tls, host, port, uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    /** The host as an address, or null when it is a name. */
    static @Nullable InetAddress literal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null) return null;
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException ofNoLength) {
            throw new IllegalStateException(ofNoLength);
        }
    }

    private static boolean isMapped(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        return bytes != null
                && host.indexOf(':') >= 0
                && Arrays.equals(Arrays.copyOf(bytes, MAPPED_ZEROS), new byte[MAPPED_ZEROS]);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException notOne) {
            throw invalid("must be an absolute URL");
        }
    }

    private static Problem invalid(String message) {
        return Problem.invalid("url", message);
    }
}
