package polyclinic.checks.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One object for Kubernetes.
 *
 * @param json the object itself, which nobody changes
 */
public record Manifest(ObjectNode json) {
    private static final JsonMapper JSON = new JsonMapper();

    /** The objects of a stream of YAML documents; empty documents are none. */
    public static List<Manifest> all(String yaml) {
        YAMLMapper mapper = new YAMLMapper();
        List<Manifest> all = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                mapper.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNextValue()) {
                if (documents.nextValue() instanceof ObjectNode object) all.add(new Manifest(object));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** A copy that is changed, or another object in its place. */
    public Manifest changed(UnaryOperator<ObjectNode> change) {
        return new Manifest(change.apply(json.deepCopy()));
    }

    public String apiVersion() {
        return json.path("apiVersion").asText();
    }

    public String kind() {
        return json.path("kind").asText();
    }

    public String name() {
        return json.at("/metadata/name").asText();
    }

    public String namespace() {
        return json.at("/metadata/namespace").asText();
    }

    /** By which a finding names it: {@code apps/v1 Deployment patient-service}. */
    public String id() {
        return apiVersion() + " " + kind() + " " + name();
    }

    /** The group of its API, empty for the oldest one. */
    public String group() {
        String version = apiVersion();
        return version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
    }

    public boolean is(String kind) {
        return kind().equals(kind);
    }

    /** What lies at a JSON pointer; a missing node if there is nothing. */
    public JsonNode at(String pointer) {
        return json.at(pointer);
    }

    /** The texts of an object at a pointer, by name; none if it is not there. */
    public Map<String, String> texts(String pointer) {
        Map<String, String> texts = new HashMap<>();
        json.at(pointer)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    public Map<String, String> labels() {
        return texts("/metadata/labels");
    }

    /** The template of the pods that it makes: of Deployment, StatefulSet, Job and CronJob. */
    public @Nullable JsonNode podTemplate() {
        return switch (kind()) {
            case "Deployment", "StatefulSet", "DaemonSet", "Job" -> json.at("/spec/template");
            case "CronJob" -> json.at("/spec/jobTemplate/spec/template");
            default -> null;
        };
    }

    /** The containers of its pods, those that run before the others first. */
    public List<JsonNode> containers() {
        JsonNode template = podTemplate();
        if (template == null) return List.of();
        return Stream.of("/spec/initContainers", "/spec/containers")
                .flatMap(list -> elements(template.at(list)))
                .toList();
    }

    /** The labels of its pods. */
    public Map<String, String> podLabels() {
        Map<String, String> labels = new HashMap<>();
        JsonNode template = podTemplate();
        if (template != null) {
            template.at("/metadata/labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
        }
        return labels;
    }

    public static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** As JSON on one line. */
    public String text() {
        try {
            return Objects.requireNonNull(JSON.writeValueAsString(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
