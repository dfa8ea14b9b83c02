package polyclinic.gateway.tokens;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every role that a token names, wherever it names it, in one text: two tokens with the same text are told the same by an answer
 * that depends on roles alone. Which of the roles a service goes by is the service's to say, so none is left out.
 */
final class TokenReach {

    private static final Set<String> CLAIMS = Set.of("realm_access", "resource_access", "groups", "roles", "scope");

    private TokenReach() {}

    /** @param token whose signature has been verified */
    static String of(String token) {
        JsonObject claims = new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(token.split("\\.", 3)[1])));
        Set<String> named = new TreeSet<>();
        for (String claim : CLAIMS) add(named, claim, claims.getValue(claim));
        // There are few of them, and many tokens.
        return String.join("\n", named).intern();
    }

    /** The order in which a token lists roles says nothing. */
    private static void add(Set<String> named, String path, Object value) {
        if (value instanceof JsonObject object) {
            for (Map.Entry<String, Object> member : object) add(named, path + '/' + member.getKey(), member.getValue());
        } else if (value instanceof Iterable<?> list) {
            for (Object item : list) add(named, path, item);
        } else if (value != null) {
            named.add(path + '=' + value);
        }
    }
}
