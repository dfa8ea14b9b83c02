package polyclinic.gateway.sessions;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.identityprovider.OpenIdClientConfig;
import polyclinic.gateway.sessionstore.SessionConfig;

/**
 * Where browsers reach the gateway (RFC 6454 origins). Nothing is taken from a request's headers but the choice among these, so nobody
 * is sent anywhere else.
 */
@Singleton
public class PublicOrigins {

    private static final String HTTPS = "https";

    /** By host and port, as a Host header names them. */
    private final Map<String, String> byAuthority = new LinkedHashMap<>();

    private final boolean enabled;
    private final boolean secure;

    /** @throws IllegalArgumentException for what is no origin, and for http and https beside each other */
    public PublicOrigins(SessionConfig config, OpenIdClientConfig client) {
        List<URI> origins = config.origins().orElse(List.of());
        origins.forEach(origin -> byAuthority.put(authority(origin), text(origin)));
        secure = origins.stream().anyMatch(origin -> HTTPS.equals(origin.getScheme()));
        if (secure && origins.stream().anyMatch(origin -> !HTTPS.equals(origin.getScheme())))
            throw new IllegalArgumentException("POLYCLINIC_PUBLIC_URL names http and https");
        enabled = !origins.isEmpty() && client.clientSecret().isPresent();
    }

    /** Whether people can sign in here; else only clients with tokens of their own are served. */
    public boolean areEnabled() {
        return enabled;
    }

    /** Whether browsers come by https. */
    boolean areSecure() {
        return secure;
    }

    /** The origin under which a request came; null for one that is none of ours. */
    public @Nullable String of(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return authority == null ? null : byAuthority.get(authority.toString().toLowerCase(Locale.ROOT));
    }

    /** Where people are sent who came by another name. */
    public String first() {
        return byAuthority.values().iterator().next();
    }

    boolean contain(String origin) {
        return byAuthority.containsValue(origin);
    }

    private static String text(URI origin) {
        return origin.getScheme() + "://" + authority(origin);
    }

    /** A browser leaves the scheme's own port out. */
    private static String authority(URI origin) {
        String scheme = origin.getScheme();
        String path = origin.getRawPath();
        boolean web = HTTPS.equals(scheme) || "http".equals(scheme);
        if (!web || origin.getHost() == null || path != null && !path.isEmpty() && !path.equals("/"))
            throw new IllegalArgumentException("POLYCLINIC_PUBLIC_URL has " + origin + ", which is no origin");
        int usual = HTTPS.equals(scheme) ? 443 : 80;
        String host = origin.getHost().toLowerCase(Locale.ROOT);
        return origin.getPort() < 0 || origin.getPort() == usual ? host : host + ":" + origin.getPort();
    }
}
