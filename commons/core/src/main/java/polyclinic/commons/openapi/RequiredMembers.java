package polyclinic.commons.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;

/**
 * Which members an answer always has: those that the code does not declare {@code @Nullable}, for what is null is left out. Of what
 * clients send, the constraints say it.
 */
final class RequiredMembers {
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final DotName PROPERTY = DotName.createSimple("com.fasterxml.jackson.annotation.JsonProperty");
    private static final DotName INCLUDE = DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");

    /** Name in the document → records of this name. */
    private final Map<String, List<ClassInfo>> records = new TreeMap<>();

    /** @param published a type's name → what the document calls it */
    RequiredMembers(IndexView index, UnaryOperator<String> published) {
        for (ClassInfo type : index.getKnownClasses())
            if (type.isRecord())
                records.computeIfAbsent(published.apply(name(type)), name -> new ArrayList<>())
                        .add(type);
    }

    void add(OpenAPI document) {
        SchemaReferences references = new SchemaReferences(document);
        document.getComponents().getSchemas().forEach((name, schema) -> {
            if (schema.getProperties() == null || references.requested().contains(name)) return;
            List<String> required = always(name, schema);
            if (!required.isEmpty()) schema.setRequired(required);
        });
    }

    /** In the schema's order; where several records have the name, what all of those say that have its members. */
    private List<String> always(String name, Schema schema) {
        Set<String> required = new TreeSet<>(schema.getProperties().keySet());
        boolean found = false;
        for (ClassInfo type : records.getOrDefault(name, List.of())) {
            Set<String> members = new TreeSet<>();
            Set<String> always = new TreeSet<>();
            for (RecordComponentInfo component : type.recordComponents()) {
                String member = member(type, component);
                members.add(member);
                if (!component.type().hasAnnotation(NULLABLE)
                        && !type.field(component.name()).hasAnnotation(INCLUDE)) always.add(member);
            }
            if (schema.getProperties().keySet().stream().noneMatch(members::contains)) continue;
            found = true;
            required.retainAll(always);
        }
        return found
                ? schema.getProperties().keySet().stream()
                        .filter(required::contains)
                        .toList()
                : List.of();
    }

    private static String name(ClassInfo type) {
        AnnotationInstance schema = type.declaredAnnotation(SCHEMA);
        return schema == null || schema.value("name") == null
                ? type.simpleName()
                : schema.value("name").asString();
    }

    private static String member(ClassInfo type, RecordComponentInfo component) {
        AnnotationInstance property = type.field(component.name()).annotation(PROPERTY);
        return property == null || property.value() == null
                ? component.name()
                : property.value().asString();
    }
}
