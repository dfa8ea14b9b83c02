package polyclinic.commons.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Writes ids, days and moments where they are used: a name for a plain text is a type of its own in some generated clients, and can
 * have no description of its own at each place.
 */
final class PlainSchemas {
    private final Map<String, Schema> plain;

    private PlainSchemas(Map<String, Schema> schemas) {
        plain = schemas.entrySet().stream()
                .filter(entry -> isPlain(entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static void inline(OpenAPI document) {
        PlainSchemas plain = new PlainSchemas(document.getComponents().getSchemas());
        document.getComponents().getSchemas().values().forEach(plain::inParts);
        document.getPaths().getPathItems().values().forEach(item -> item.getOperations()
                .values()
                .forEach(plain::inParameters));
    }

    private static boolean isPlain(Schema schema) {
        return List.of(Schema.SchemaType.STRING).equals(schema.getType()) && schema.getEnumeration() == null;
    }

    private void inParameters(Operation operation) {
        if (operation.getParameters() != null)
            operation.getParameters().forEach(parameter -> {
                if (parameter.getSchema() != null) parameter.setSchema(of(parameter.getSchema()));
            });
    }

    private void inParts(Schema schema) {
        if (schema.getProperties() != null) {
            Map<String, Schema> members = new LinkedHashMap<>(schema.getProperties());
            members.replaceAll((name, member) -> of(member));
            schema.setProperties(members);
        }
        if (schema.getItems() != null) schema.setItems(of(schema.getItems()));
        if (schema.getAdditionalPropertiesSchema() != null)
            schema.setAdditionalPropertiesSchema(of(schema.getAdditionalPropertiesSchema()));
    }

    private Schema of(Schema use) {
        String name = SchemaReferences.target(use);
        Schema named = name == null ? null : plain.get(name);
        if (named == null) {
            if (name != null) use.setType(null);
            inParts(use);
            return use;
        }
        Schema copy = copy(named);
        copy.setDescription(use.getDescription());
        return copy;
    }

    /** What a member or a plain text can have; parts are shared with the original. */
    static Schema copy(Schema schema) {
        return OASFactory.createSchema()
                .type(schema.getType() == null ? null : new ArrayList<>(schema.getType()))
                .format(schema.getFormat())
                .pattern(schema.getPattern())
                .description(schema.getDescription())
                .examples(schema.getExamples())
                .minLength(schema.getMinLength())
                .maxLength(schema.getMaxLength())
                .minimum(schema.getMinimum())
                .maximum(schema.getMaximum())
                .exclusiveMinimum(schema.getExclusiveMinimum())
                .exclusiveMaximum(schema.getExclusiveMaximum())
                .minItems(schema.getMinItems())
                .maxItems(schema.getMaxItems())
                .uniqueItems(schema.getUniqueItems())
                .enumeration(schema.getEnumeration())
                .items(schema.getItems())
                .properties(schema.getProperties())
                .additionalPropertiesSchema(schema.getAdditionalPropertiesSchema());
    }
}
