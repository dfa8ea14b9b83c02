package polyclinic.clients.replay.resources;

import java.time.Instant;
import java.util.Set;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.medication.MedicationAdministrationReader;
import polyclinic.clients.replay.medication.MedicationCodes;
import polyclinic.clients.replay.medication.MedicationDispenseReader;
import polyclinic.clients.replay.medication.MedicationRequestReader;
import polyclinic.clients.replay.medication.MedicationStatementReader;
import polyclinic.clients.replay.plan.ImportPlan;
import polyclinic.clients.replay.plan.PlanWriter;

/** The reader of each resource type that the clinic has a place for. */
public final class ResourceReaders {
    private static final Set<String> TYPES = Set.of(
            "AllergyIntolerance",
            "Encounter",
            "MedicationRequest",
            "Condition",
            "Observation",
            "Procedure",
            "Immunization",
            "MedicationAdministration",
            "MedicationStatement",
            "MedicationDispense",
            "Composition",
            "DocumentReference",
            "DiagnosticReport",
            "Claim",
            "ExplanationOfBenefit");

    private final AllergyReader allergies;
    private final EncounterReader encounters;
    private final MedicationRequestReader medicationRequests;
    private final ConditionReader conditions;
    private final ObservationReader observations;
    private final ProcedureReader procedures;
    private final ImmunizationReader immunizations;
    private final MedicationAdministrationReader medicationAdministrations;
    private final MedicationStatementReader medicationStatements;
    private final MedicationDispenseReader medicationDispenses;
    private final DocumentReader documents;
    private final CompositionReader compositions;
    private final DiagnosticReportReader reports;
    private final ClaimReader claims;

    /**
     * @param now everything dated later is taken as not having happened yet
     * @param asOf when the whole record was made; null when nothing says it
     */
    public ResourceReaders(ImportPlan plan, BundleReferences references, Instant now, @Nullable FhirDateTime asOf) {
        PlanWriter writer = new PlanWriter(plan, now, asOf);
        MedicationCodes medications = new MedicationCodes(references, plan);
        allergies = new AllergyReader(writer);
        encounters = new EncounterReader(writer);
        medicationRequests = new MedicationRequestReader(writer, references, medications);
        conditions = new ConditionReader(writer, references);
        observations = new ObservationReader(writer, references);
        procedures = new ProcedureReader(writer, references);
        immunizations = new ImmunizationReader(writer, references);
        medicationAdministrations = new MedicationAdministrationReader(writer, references, medications);
        medicationStatements = new MedicationStatementReader(writer, references, medications);
        medicationDispenses = new MedicationDispenseReader(writer, references, medications);
        documents = new DocumentReader(writer, references);
        compositions = new CompositionReader(writer, documents);
        claims = new ClaimReader(writer, references);
        reports = new DiagnosticReportReader(writer, references, observations, documents);
    }

    /** Returns why the clinic has no place for resources of the type; null when it has one. */
    public static @Nullable String whyNotKept(String type) {
        return TYPES.contains(type) ? null : SkippedTypes.reason(type);
    }

    /**
     * Adds items of the resource to the plan, or skips it with a reason. A DiagnosticReport has to be read after the
     * Observations and DocumentReferences that it may repeat, a Claim after what was paid of it.
     *
     * @throws IllegalArgumentException when the clinic has no place for its type
     */
    public void read(Resource resource) {
        if (resource instanceof AllergyIntolerance allergy) allergies.read(allergy);
        else if (resource instanceof Encounter encounter) encounters.read(encounter);
        else if (resource instanceof MedicationRequest request) medicationRequests.read(request);
        else if (resource instanceof Condition condition) conditions.read(condition);
        else if (resource instanceof Observation observation) observations.read(observation);
        else if (resource instanceof Procedure procedure) procedures.read(procedure);
        else if (resource instanceof Immunization immunization) immunizations.read(immunization);
        else if (resource instanceof MedicationAdministration administration)
            medicationAdministrations.read(administration);
        else if (resource instanceof MedicationStatement statement) medicationStatements.read(statement);
        else if (resource instanceof MedicationDispense dispense) medicationDispenses.read(dispense);
        else if (resource instanceof Composition composition) compositions.read(composition);
        else if (resource instanceof DocumentReference document) documents.read(document);
        else if (resource instanceof DiagnosticReport report) reports.read(report);
        else if (resource instanceof Claim claim) claims.read(claim);
        else if (resource instanceof ExplanationOfBenefit explanation) claims.read(explanation);
        else throw new IllegalArgumentException("no place for a " + resource.fhirType());
    }

    /** After the last resource. */
    public void finish() {
        allergies.finish();
        claims.finish();
    }
}
