package polyclinic.gateway.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the browser goes after the sign-in: a path of this site, so that no link to the sign-in leads anywhere else. */
record ReturnPath(String text) {

    private static final int MAX_LENGTH = 2_000;
    private static final String ROOT = "/";

    /** Going there would begin the sign-in again. */
    private static final Set<String> OWN = Set.of("/login", "/callback", "/logout", "/backchannel-logout");

    /**
     * Returns null for what is no path of this site.
     *
     * @param values of the parameter; without any it is the root
     */
    static @Nullable ReturnPath of(List<String> values) {
        if (values.isEmpty()) return new ReturnPath(ROOT);
        if (values.size() > 1 || values.get(0).length() > MAX_LENGTH) return null;
        try {
            URI uri = new URI(values.get(0));
            String path = uri.getRawPath();
            boolean elsewhere = uri.isAbsolute() || uri.getRawAuthority() != null || path == null;
            // A browser takes two slashes at the beginning for a host, and a backslash for a slash; URI accepts no
            // backslash.
            if (elsewhere || !path.startsWith(ROOT) || values.get(0).startsWith("//") || OWN.contains(path))
                return null;
            return new ReturnPath(uri.toASCIIString());
        } catch (URISyntaxException noPath) {
            return null;
        }
    }
}
