package polyclinic.clients.replay.fhir;

import java.util.function.BiConsumer;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What stands inside a resource, however deep, also in its contained resources. */
public final class FhirElements {
    private static final String DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private FhirElements() {}

    /** Calls back with each element and the name that it has in its parent; not with what is in a text for people. */
    static void visit(Base parent, BiConsumer<String, Base> each) {
        if (parent instanceof Narrative) return;
        for (Property property : parent.children())
            for (Base child : property.getValues()) {
                each.accept(property.getName(), child);
                visit(child, each);
            }
    }

    /** Returns whether the resource has a status that R4 does not know: it may say that nothing of it is true. */
    public static boolean hasUnknownStatus(Resource resource) {
        Property status = resource.getNamedProperty("status");
        return status != null
                && status.hasValues()
                && status.getValues().get(0) instanceof PrimitiveType<?> code
                && code.getValue() == null
                && code.getValueAsString() != null;
    }

    /**
     * Drops primitives that have no value, but an extension or a text that is none, where nobody asks why the value is absent: HAPI
     * says that such an element is there, and then returns null for it. They stay in an observation's and a quantity's value and in a
     * birth date.
     */
    public static void dropAbsentValues(Base parent) {
        if (parent instanceof Narrative) return;
        for (Property property : parent.children())
            for (Base child : property.getValues()) {
                if (child instanceof PrimitiveType<?> primitive && primitive.getValue() == null) {
                    primitive.setValueAsString(null);
                    if (!keepsAbsentReason(parent, property.getName()))
                        primitive.getExtension().clear();
                } else {
                    dropAbsentValues(child);
                }
            }
    }

    private static boolean keepsAbsentReason(Base parent, String name) {
        if (parent instanceof Patient) return name.equals("birthDate");
        return name.startsWith("value")
                && (parent instanceof Observation
                        || parent instanceof ObservationComponentComponent
                        || parent instanceof Quantity);
    }

    /**
     * Returns what may turn the meaning of the resource round, so that nobody who does not know it may use the resource (FHIR R4,
     * 2.28.0.1.1 and 2.26.3.2): a modifier extension or implicit rules; null when there is nothing of that kind.
     */
    public static @Nullable String modifier(Resource resource) {
        if (resource.hasImplicitRules()) return "implicit rules";
        String[] found = {null};
        visit(resource, (name, child) -> {
            if (name.equals("modifierExtension") && child instanceof Extension extension && found[0] == null)
                found[0] = "a modifier extension " + extension.getUrl().replaceFirst("^.*[/#:]", "");
            if (name.equals("contained") && child instanceof Resource contained && contained.hasImplicitRules())
                found[0] = "implicit rules";
        });
        return found[0];
    }

    /** Returns why the value is absent, as a code ({@code unknown}, {@code masked} …); null when nothing says it. */
    public static @Nullable String absentReason(@Nullable Element element) {
        if (element == null) return null;
        Extension extension = element.getExtensionByUrl(DATA_ABSENT_REASON);
        return extension == null || !extension.hasValue()
                ? null
                : FhirValues.cleanOrNull(extension.getValue().primitiveValue());
    }
}
