package polyclinic.clients.replay.bundle;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.plan.ImportPlan;
import polyclinic.clients.replay.resources.ResourceReaders;

/**
 * Reads a FHIR R4 bundle of one patient and decides how each resource is treated. It needs only the text, so its decisions
 * can be tested without a clinic.
 */
public final class BundleReader {
    private static final String NO_CARE_PLANS = "the suite has no care plans";
    private static final String OTHER_PEOPLE = "people of another institution; named where they took part";
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("Coverage", "whose insurance it is; named in what it paid"),
            Map.entry("CareTeam", "the team of another institution; none of its members works here"),
            Map.entry("CarePlan", "a plan of another institution; " + NO_CARE_PLANS),
            Map.entry("Goal", NO_CARE_PLANS),
            Map.entry("Device", "the suite keeps no devices"),
            Map.entry("SupplyDelivery", "supplies of another institution; the suite keeps no supplies"),
            Map.entry("ImagingStudy", "names images that are stored elsewhere; the file has none of them"),
            Map.entry("Provenance", "says who exported the file; the audit trail says who imported it"),
            Map.entry("Practitioner", OTHER_PEOPLE),
            Map.entry("PractitionerRole", OTHER_PEOPLE),
            Map.entry("Organization", "another institution; named where it took part"),
            Map.entry("Location", "another institution's; named where it was visited"));

    private final ImportPlan plan = new ImportPlan();
    private final BundleReferences references = new BundleReferences();
    private final ResourceReaders readers;

    private BundleReader(Instant now) {
        readers = new ResourceReaders(plan, references, now);
    }

    /**
     * Returns how the bundle's resources are to be treated.
     *
     * @param now everything dated later is taken as not having happened yet
     * @throws CheckFailed when it is not a bundle of one patient
     */
    public static ImportPlan read(String json, Instant now) {
        return new BundleReader(now).read(json);
    }

    private ImportPlan read(String json) {
        List<Resource> resources = resources(parse(json));
        Patient patient = onlyPatient(resources);
        plan.patient(BundleReferences.source(patient), new PatientReader(patient, plan).read());
        Set<String> seen = new HashSet<>();
        List<Resource> last = new ArrayList<>();
        for (Resource resource : resources) {
            if (resource == patient) continue;
            if (!seen.add(BundleReferences.source(resource))) plan.skip(resource.fhirType(), "is in the file twice");
            else if (!isAbout(patient, resource)) plan.skip(resource.fhirType(), "is about somebody else");
            else if (resource instanceof DiagnosticReport || resource instanceof Claim) last.add(resource);
            else read(resource);
        }
        last.forEach(this::read);
        readers.finish();
        return plan;
    }

    private void read(Resource resource) {
        String type = resource.fhirType();
        if (!readers.read(resource)) plan.skip(type, REASONS.getOrDefault(type, "the suite has no place for it"));
    }

    private Bundle parse(String json) {
        IParser parser = FhirContext.forR4Cached().newJsonParser();
        parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
        parser.setParserErrorHandler(new ParserErrorNotes(plan));
        try {
            if (parser.parseResource(json) instanceof Bundle bundle) return bundle;
        } catch (DataFormatException e) {
            throw new CheckFailed("not FHIR R4 in JSON: " + e.getMessage(), e);
        }
        throw new CheckFailed("not a FHIR bundle");
    }

    private List<Resource> resources(Bundle bundle) {
        List<Resource> resources = new ArrayList<>();
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            if (!entry.hasResource()) {
                plan.note("entry without a resource: left out");
                continue;
            }
            Resource resource = withId(entry);
            plan.count(resource.fhirType());
            references.add(resource);
            if (entry.hasFullUrl()) references.add(entry.getFullUrl(), resource);
            resources.add(resource);
        }
        return resources;
    }

    private static Resource withId(Bundle.BundleEntryComponent entry) {
        Resource resource = entry.getResource();
        if (resource.hasIdElement() && resource.getIdPart() != null) return resource;
        if (!entry.hasFullUrl()) throw new CheckFailed("a " + resource.fhirType() + " has neither id nor fullUrl");
        resource.setId(entry.getFullUrl().replaceFirst(".*[:/]", ""));
        return resource;
    }

    private static Patient onlyPatient(List<Resource> resources) {
        List<Patient> patients = resources.stream()
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .toList();
        if (patients.size() != 1) throw new CheckFailed("the file holds " + patients.size() + " patients, not one");
        return patients.get(0);
    }

    /** Decides by the resource's subject or patient. A resource that names neither is taken as the patient's. */
    private boolean isAbout(Patient patient, Resource resource) {
        for (String name : List.of("subject", "patient")) {
            Property property = resource.getNamedProperty(name);
            if (property == null || !property.hasValues()) continue;
            if (property.getValues().get(0) instanceof Reference reference && reference.hasReference())
                return references.resolve(reference) == patient;
        }
        return true;
    }
}
