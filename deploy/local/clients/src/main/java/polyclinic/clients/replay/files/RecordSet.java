package polyclinic.clients.replay.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resources that belong together: references are looked up among them.
 *
 * @param name of the file, or of the first one
 * @param isDocument whether it is about one person alone, whom its Composition names
 * @param asOf when all of it was said, as FHIR writes it; null when nothing says it
 * @param deleted {@code Type/id} of what was deleted where it comes from
 * @param notes what is odd about the file → how often
 */
public record RecordSet(
        String name,
        List<Entry> entries,
        boolean isDocument,
        @Nullable String asOf,
        Set<String> deleted,
        Map<String, Integer> notes) {

    /** @param fullUrl where the resource is, which references may name; null when unknown */
    public record Entry(JsonNode resource, @Nullable String fullUrl) {
        /** Returns {@code Type/id}, or an empty text without an id. */
        String name() {
            String id = resource.path("id").asText();
            return id.isEmpty() ? "" : resource.path("resourceType").asText() + "/" + id;
        }
    }
}
