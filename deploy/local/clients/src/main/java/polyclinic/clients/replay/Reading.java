package polyclinic.clients.replay;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import polyclinic.clients.Wrong;

/**
 * Reads a FHIR R4 bundle of one patient and decides what becomes of each resource. It touches nothing but the text, so what
 * it decides can be tested without a clinic.
 */
final class Reading {
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("Claim", "billing: the suite has no invoices yet"),
            Map.entry("ExplanationOfBenefit", "billing: the suite has no invoices yet"),
            Map.entry("Coverage", "billing: the suite has no invoices yet"),
            Map.entry("CareTeam", "the team of another institution; none of its members works here"),
            Map.entry("CarePlan", "a plan of another institution; the suite has no care plans"),
            Map.entry("Goal", "the suite has no care plans"),
            Map.entry("Device", "the suite keeps no devices"),
            Map.entry("SupplyDelivery", "another institution's supplies; the suite keeps none of a patient"),
            Map.entry("ImagingStudy", "names images that lie elsewhere; the file has none of them"),
            Map.entry("Provenance", "says who exported the file; the audit trail says who brought it in"),
            Map.entry("Practitioner", "people of another institution; named where they took part"),
            Map.entry("PractitionerRole", "people of another institution; named where they took part"),
            Map.entry("Organization", "another institution; named where it took part"),
            Map.entry("Location", "another institution's; named where it was visited"));

    private final Plan plan = new Plan();
    private final Map<String, Resource> byReference = new LinkedHashMap<>();
    private final Instant now;
    private Patient patient;

    private Reading(Instant now) {
        this.now = now;
    }

    /**
     * @param now what lies after it is not past
     * @throws Wrong when it is no bundle of one patient
     */
    static Plan read(String json, Instant now) {
        return new Reading(now).read(json);
    }

    private Plan read(String json) {
        List<Resource> resources = parse(json);
        ClinicalReading clinical = new ClinicalReading(plan, byReference, now);
        List<DiagnosticReport> reports = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Resource resource : resources) {
            String type = resource.fhirType();
            if (resource == patient) continue;
            if (!seen.add(type + "/" + resource.getIdPart())) {
                plan.skip(type, "stands in the file twice");
            } else if (!isAboutPatient(resource)) {
                plan.skip(type, "is about somebody else");
            } else if (resource instanceof DiagnosticReport report) {
                reports.add(report);
            } else if (!take(resource, clinical)) {
                plan.skip(type, REASONS.getOrDefault(type, "the suite has no place for it"));
            }
        }
        reports.forEach(clinical::report);
        return plan;
    }

    private boolean take(Resource resource, ClinicalReading clinical) {
        if (resource instanceof AllergyIntolerance allergy) clinical.allergy(allergy);
        else if (resource instanceof Encounter encounter) clinical.encounter(encounter);
        else if (resource instanceof MedicationRequest request) clinical.medicationRequest(request);
        else if (resource instanceof Condition condition) clinical.condition(condition);
        else if (resource instanceof Observation observation) clinical.observation(observation);
        else if (resource instanceof Procedure procedure) clinical.procedure(procedure);
        else if (resource instanceof Immunization immunization) clinical.immunization(immunization);
        else if (resource instanceof MedicationAdministration given) clinical.administration(given);
        else if (resource instanceof DocumentReference document) clinical.document(document);
        else if (resource instanceof Medication) plan.skip("Medication", "named in what was ordered or given of it");
        else return false;
        return true;
    }

    private List<Resource> parse(String json) {
        Bundle bundle = bundle(json);
        List<Resource> resources = new ArrayList<>();
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            Resource resource = entry.getResource();
            if (resource == null) {
                plan.note("entry without a resource: left out");
                continue;
            }
            if (!resource.hasIdElement() || resource.getIdPart() == null) {
                if (!entry.hasFullUrl()) throw new Wrong("a " + resource.fhirType() + " has neither id nor fullUrl");
                resource.setId(entry.getFullUrl().replaceFirst(".*[:/]", ""));
            }
            plan.inFile.merge(resource.fhirType(), 1, Integer::sum);
            byReference.put(resource.fhirType() + "/" + resource.getIdPart(), resource);
            if (entry.hasFullUrl()) byReference.put(entry.getFullUrl(), resource);
            resources.add(resource);
        }
        List<Patient> patients = resources.stream()
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .toList();
        if (patients.size() != 1) throw new Wrong("the file holds " + patients.size() + " patients, not one");
        patient = patients.get(0);
        plan.patientSource = "Patient/" + patient.getIdPart();
        plan.patient = PatientReading.read(patient, patient.getIdPart(), plan);
        return resources;
    }

    private Bundle bundle(String json) {
        IParser parser = FhirContext.forR4Cached().newJsonParser();
        parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
        parser.setParserErrorHandler(new Tolerance(plan));
        try {
            if (parser.parseResource(json) instanceof Bundle bundle) return bundle;
        } catch (DataFormatException e) {
            throw new Wrong("not FHIR R4 in JSON: " + e.getMessage(), e);
        }
        throw new Wrong("not a FHIR bundle");
    }

    /** By what the resource calls its subject or patient; without any it is taken as the file's patient's. */
    private boolean isAboutPatient(Resource resource) {
        for (String name : List.of("subject", "patient")) {
            Property property = resource.getNamedProperty(name);
            if (property == null || !property.hasValues()) continue;
            if (property.getValues().get(0) instanceof Reference reference && reference.hasReference())
                return byReference.get(reference.getReference()) == patient;
        }
        return true;
    }

    /** What the format does not know is left out, and told. */
    private static final class Tolerance extends LenientErrorHandler {
        private final Plan plan;

        Tolerance(Plan plan) {
            super(false);
            this.plan = plan;
        }

        @Override
        public void unknownElement(IParseLocation location, String element) {
            plan.note("element that FHIR R4 does not know (" + element + "): left out");
        }

        @Override
        public void unknownAttribute(IParseLocation location, String attribute) {
            plan.note("attribute that FHIR R4 does not know (" + attribute + "): left out");
        }

        @Override
        public void invalidValue(IParseLocation location, String value, String error) {
            plan.note("value that FHIR R4 does not allow: left out");
        }

        @Override
        public void incorrectJsonType(
                IParseLocation location,
                String element,
                BaseJsonLikeValue.ValueType expected,
                BaseJsonLikeValue.ScalarType expectedScalar,
                BaseJsonLikeValue.ValueType found,
                BaseJsonLikeValue.ScalarType foundScalar) {
            plan.note(
                    "value of another JSON type than FHIR R4 says (" + element + "): read all the same where possible");
        }
    }
}
