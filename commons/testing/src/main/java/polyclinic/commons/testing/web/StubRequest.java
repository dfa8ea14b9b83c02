package polyclinic.commons.testing.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that a {@link StubServer} received.
 *
 * @param target the path with its query, as it came
 * @param headers in the order of their arrival, names in lower case
 */
public record StubRequest(String method, String target, List<Map.Entry<String, String>> headers) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEARER = "Bearer ";

    public String path() {
        return target.split("\\?", 2)[0];
    }

    /** The path's last segment. */
    public String lastSegment() {
        return path().substring(path().lastIndexOf('/') + 1);
    }

    /** The first value of a query parameter, decoded. */
    public @Nullable String query(String name) {
        String[] parts = target.split("\\?", 2);
        if (parts.length == 1) return null;
        for (String pair : parts[1].split("&"))
            if (pair.startsWith(name + "="))
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
        return null;
    }

    /** All values of a header; its name in lower case. */
    public List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The first value of a header; its name in lower case. */
    public @Nullable String header(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? null : all.get(0);
    }

    /** The access token in whose name the service asked. */
    public @Nullable String token() {
        String authorization = header("authorization");
        return authorization == null || !authorization.startsWith(BEARER)
                ? null
                : authorization.substring(BEARER.length());
    }

    /** The {@code sub} of that token. */
    public @Nullable String subject() {
        String token = token();
        if (token == null) return null;
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
            return claims.path("sub").textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
