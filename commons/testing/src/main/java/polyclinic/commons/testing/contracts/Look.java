package polyclinic.commons.testing.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One request for a certain record or list, which different roles reach or do not. It must leave everything as it is, however
 * often it is sent: a change is asked for in a state that refuses it.
 *
 * @param path with the record's id
 * @param body JSON, or null
 * @param ifMatch the header, or null
 */
public record Look(
        String method,
        String path,
        @Nullable String body,
        @Nullable String ifMatch) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Look get(String path) {
        return new Look("GET", path, null, null);
    }

    public static Look post(String path, String body) {
        return new Look("POST", path, body, null);
    }

    /** Whether the request says this id, in its path or its body. */
    boolean names(String id) {
        return !id.isEmpty() && (path.contains(id) || body != null && body.contains(id));
    }

    /**
     * What somebody got to see.
     *
     * @param reached false when the record might as well not exist
     * @param shown each field of the record, or of each record of a list
     */
    record Sight(boolean reached, Set<String> shown) {
        static Sight of(HttpResponse<String> answer) {
            boolean hidden = answer.statusCode() == 403
                    || answer.statusCode() == 404
                    || answer.body().contains(":unknown-patient\"");
            Set<String> shown = new TreeSet<>();
            if (answer.statusCode() == 200) fields(answer.body(), shown);
            return new Sight(!hidden, shown);
        }

        /** What both show together. */
        Sight and(Sight other) {
            Set<String> all = new TreeSet<>(shown);
            all.addAll(other.shown);
            return new Sight(reached || other.reached, all);
        }

        private static void fields(String body, Set<String> shown) {
            try {
                JsonNode json = JSON.readTree(body);
                if (!json.path("items").isArray()) names(json, "", shown);
                for (JsonNode item : json.path("items"))
                    names(item, item.path("id").asText() + ".", shown);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void names(JsonNode record, String prefix, Set<String> shown) {
            record.properties().forEach(field -> {
                if (!field.getValue().isNull()) shown.add(prefix + field.getKey());
            });
        }
    }
}
