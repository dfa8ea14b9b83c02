package polyclinic.clients.replay.bundle;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.replay.fhir.BundleReferences;

/** Whom a resource is about. Without a doubt, or nobody: a value in another person's record is worse than a missing one. */
final class Subjects {
    private static final Set<String> NOT_PEOPLE = Set.of(
            "Group",
            "Device",
            "Location",
            "Practitioner",
            "Organization",
            "Medication",
            "Substance",
            "RelatedPerson",
            "Specimen");

    private static final Set<String> PEOPLE = Set.of("Patient", "RelatedPerson", "Person", "Group", "Practitioner");

    private final BundleReferences references;
    /** Patients whose records were joined to another one of the file. */
    private final Map<Patient, Patient> replacements = new IdentityHashMap<>();

    Subjects(BundleReferences references) {
        this.references = references;
    }

    /** @param patient null when nobody of the file is meant; then the reason says why */
    record Subject(@Nullable Patient patient, String reason) {}

    /** Says that what is about one patient is about another. */
    void replace(Patient patient, Patient by) {
        replacements.put(patient, by);
    }

    Subject of(Resource resource) {
        Subject subject = named(resource);
        Patient patient = subject.patient();
        if (patient == null || !(resource instanceof Observation observation)) return subject;
        for (Reference focus : observation.getFocus()) {
            String reason = whySomebodyElse(focus, patient);
            if (reason != null) return new Subject(null, reason);
        }
        return subject;
    }

    /**
     * A mother's record has observations of her unborn child, a recipient's those of the donor: their subject is the patient, their
     * {@code focus} is not (FHIR R4, Observation.focus). It may as well be a problem, a device or another observation of the patient.
     */
    private @Nullable String whySomebodyElse(Reference focus, Patient patient) {
        Resource found = references.resolve(focus);
        if (found instanceof Patient other && replacements.getOrDefault(other, other) == patient) return null;
        String type = found != null ? found.fhirType() : type(focus);
        if (type.isEmpty()) return "is of something else than the patient, and the file does not say of what (focus)";
        return PEOPLE.contains(type) ? "is of somebody else whom the patient's record tells of (focus)" : null;
    }

    /** Empty when the reference does not say it. */
    private static String type(Reference reference) {
        if (reference.hasType()) return reference.getType().replaceFirst("^.*/", "");
        String text = reference.hasReference() ? reference.getReference() : "";
        return text.matches(".*[A-Z]\\w+/[^/]+(/_history/.*)?")
                ? text.replaceFirst("^(?:.*/)?([A-Z]\\w+)/[^/]+(?:/_history/.*)?$", "$1")
                : "";
    }

    private Subject named(Resource resource) {
        for (String name : List.of("subject", "patient", "beneficiary")) {
            Property property = resource.getNamedProperty(name);
            if (property != null && property.hasValues() && property.getValues().get(0) instanceof Reference reference)
                return of(reference);
        }
        return new Subject(null, "does not say whom it is about");
    }

    private Subject of(Reference reference) {
        Resource found = references.resolve(reference);
        if (found instanceof Patient patient && isContained(reference)) found = sameAs(patient);
        if (found instanceof Patient patient) return new Subject(replacements.getOrDefault(patient, patient), "");
        if (found != null) return new Subject(null, "is about a " + found.fhirType() + ", not a patient");
        return new Subject(null, reason(reference));
    }

    private static boolean isContained(Reference reference) {
        return reference.hasReference() && reference.getReference().startsWith("#");
    }

    /** A contained patient has no record of its own, but may be one of the file by an identifier. */
    private @Nullable Resource sameAs(Patient contained) {
        for (Identifier identifier : contained.getIdentifier()) {
            Resource found =
                    references.resolve(new Reference().setType("Patient").setIdentifier(identifier));
            if (found != null) return found;
        }
        return null;
    }

    private String reason(Reference reference) {
        if (!reference.hasReference()) {
            if (reference.hasIdentifier()) return "names its patient by an identifier that nobody in the file has";
            return reference.hasDisplay() ? "names its patient in words only" : "does not say whom it is about";
        }
        if (references.isAmbiguous(reference)) return "names a patient of whom the file has two that differ";
        String text = reference.getReference();
        if (text.startsWith("#")) return "is about a patient who stands inside it alone (contained)";
        if (text.contains("?"))
            return "names its patient by a search (conditional reference) that finds nobody in the file";
        String type = text.replaceFirst("^(?:.*/)?([A-Z]\\w+)/[^/]+(?:/_history/.*)?$", "$1");
        return NOT_PEOPLE.contains(type)
                ? "is about a " + type + ", not a patient"
                : "is about somebody who is not in the file";
    }
}
