package polyclinic.commons.testing.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The committed AsyncAPI document: which topic carries which events, and the schema of each. */
final class AsyncApi {
    private static final String REFERENCE = "$ref";
    private final JsonNode document;

    AsyncApi(Path file) {
        try {
            document = new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Event type → the file of its schema, as the document refers to it. */
    Map<String, String> schemas() {
        Map<String, String> schemas = new TreeMap<>();
        for (JsonNode message : document.at("/components/messages"))
            schemas.put(
                    message.path("name").asText(),
                    message.path("payload").path(REFERENCE).asText());
        return schemas;
    }

    /** Topic → the types of its events. */
    Map<String, Set<String>> topics() {
        Map<String, Set<String>> topics = new TreeMap<>();
        for (JsonNode channel : document.path("channels")) {
            Set<String> types = topics.computeIfAbsent(channel.path("address").asText(), address -> new TreeSet<>());
            for (JsonNode message : channel.path("messages"))
                types.add(document.at(message.path(REFERENCE).asText().substring(1))
                        .path("name")
                        .asText());
        }
        return topics;
    }
}
