package polyclinic.checks.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.tools.Checkout;

/**
 * The definitions of custom resources in a folder: what {@code kubectl get crd -o json} prints, in any file, or JSON schemas of the
 * name {@code GROUP/KIND_VERSION.json}. A field that a definition does not name is an error, unless it says that it keeps unknown ones.
 */
final class Definitions implements ObjectSchema {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, JsonNode> schemas = new HashMap<>();
    private final Map<String, Schema> compiled = new HashMap<>();

    Definitions(Path folder) {
        for (Path file : Checkout.files(folder)) {
            if (file.getFileName().toString().endsWith(".json")) read(file);
        }
    }

    private void read(Path file) {
        JsonNode json;
        try {
            json = JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (json.path("kind").asText().equals("List")) json.path("items").forEach(this::addDefinition);
        else if (json.path("kind").asText().equals("CustomResourceDefinition")) addDefinition(json);
        else if (json.has("properties")) {
            String[] name = file.getFileName().toString().replace(".json", "").split("_");
            Path group = Objects.requireNonNull(file.getParent()).getFileName();
            schemas.put(key(group.toString(), name[1], name[0]), json);
        }
    }

    private void addDefinition(JsonNode definition) {
        String group = definition.at("/spec/group").asText();
        String kind = definition.at("/spec/names/kind").asText();
        definition
                .at("/spec/versions")
                .forEach(version -> schemas.put(
                        key(group, version.path("name").asText(), kind), version.at("/schema/openAPIV3Schema")));
    }

    @Override
    public boolean knows(Manifest object) {
        return schemas.containsKey(key(object));
    }

    @Override
    public List<String> problems(Manifest object) {
        Schema schema = compiled.computeIfAbsent(key(object), this::compile);
        return schema.validate(object.text(), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    /** What is wrong with an object, or that no definition of its kind is in the folder; each names the object. */
    List<String> problemsOrUnknown(Manifest object) {
        if (!knows(object)) return List.of(object.id() + ": no definition of this kind");
        return problems(object).stream().map(problem -> object.id() + problem).toList();
    }

    private Schema compile(String key) {
        JsonNode schema = Objects.requireNonNull(schemas.get(key)).deepCopy();
        close(schema);
        // Every object has these, and some definitions leave them to the server.
        ObjectNode fields = (ObjectNode) schema.path("properties");
        List.of("apiVersion", "kind", "metadata").forEach(name -> {
            if (!fields.has(name)) fields.putObject(name);
        });
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(schema.toString(), InputFormat.JSON);
    }

    /** The server drops fields that a definition does not name; here they are an error. */
    private static void close(JsonNode schema) {
        schema.forEach(Definitions::close);
        boolean closed = schema.path("properties").isObject()
                && !schema.has("additionalProperties")
                && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        // Alternatives (oneOf …) name some of the fields again and are no whole objects.
        if (closed && schema.path("type").asText().equals("object"))
            ((ObjectNode) schema).put("additionalProperties", false);
    }

    private static String key(Manifest object) {
        return key(object.group(), object.apiVersion().replaceFirst(".*/", ""), object.kind());
    }

    private static String key(String group, String version, String kind) {
        return (group + "/" + version + " " + kind).toLowerCase(Locale.ROOT);
    }
}
