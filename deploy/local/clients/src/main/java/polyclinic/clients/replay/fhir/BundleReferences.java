package polyclinic.clients.replay.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;

/** The resources of a bundle by their references in other resources: {@code Type/id} or the entry's full URL. */
public final class BundleReferences {
    private final Map<String, Resource> resources = new HashMap<>();

    public void add(Resource resource) {
        resources.put(source(resource), resource);
    }

    public void add(String fullUrl, Resource resource) {
        resources.put(fullUrl, resource);
    }

    /** Returns {@code Type/id}. */
    public static String source(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdPart();
    }

    /** Returns the resource that is referred to; null when it is not in the bundle. */
    public @Nullable Resource resolve(Reference reference) {
        return resources.get(reference.getReference());
    }

    /** Returns when the encounter began; null when it is not in the bundle. */
    public @Nullable FhirDateTime startOfEncounter(Reference reference) {
        return resolve(reference) instanceof Encounter encounter
                ? FhirDateTime.of(encounter.getPeriod().getStartElement())
                : null;
    }

    /** Returns {@code Type/id} for what is in the bundle, and the reference as it is written for what is not. */
    public @Nullable String name(@Nullable Reference reference) {
        if (reference == null || !reference.hasReference()) return null;
        Resource resource = resolve(reference);
        return resource == null ? FhirValues.clean(reference.getReference()) : source(resource);
    }

    /** Returns the reasons for something, as codes or as references. */
    public @Nullable ArrayNode reasons(List<CodeableConcept> concepts, List<Reference> references) {
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        for (CodeableConcept concept : concepts) {
            ObjectNode node = FhirValues.concept(concept);
            if (node != null) list.add(node);
        }
        for (Reference reference : references)
            list.add(JsonNodes.object("text", FhirValues.display(reference), "reference", name(reference)));
        return list.isEmpty() ? null : list;
    }
}
