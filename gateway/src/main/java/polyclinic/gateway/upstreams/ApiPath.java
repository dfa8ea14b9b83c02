package polyclinic.gateway.upstreams;

import org.jspecify.annotations.Nullable;

/** The paths that are routed to services: {@code /api/v1/<prefix>/…}. */
public final class ApiPath {

    public static final String ROOT = "/api/v1/";

    private ApiPath() {}

    /** Returns the first segment after {@code /api/v1/}; null for a path outside of it. */
    public static @Nullable String prefix(String path) {
        if (!path.startsWith(ROOT)) return null;
        int end = path.indexOf('/', ROOT.length());
        return end < 0 ? path.substring(ROOT.length()) : path.substring(ROOT.length(), end);
    }
}
