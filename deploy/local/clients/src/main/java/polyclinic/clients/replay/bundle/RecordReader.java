package polyclinic.clients.replay.bundle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.replay.bundle.ResourceParser.Result;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirElements;
import polyclinic.clients.replay.files.RecordSet;
import polyclinic.clients.replay.plan.ImportPlan;
import polyclinic.clients.replay.resources.ResourceReaders;

/**
 * Decides of whose record each resource of a set is and how it is treated. It needs only the resources, so its decisions can be
 * tested without a clinic.
 */
public final class RecordReader {
    private static final String ANIMAL = "http://hl7.org/fhir/StructureDefinition/patient-animal";

    private final RecordSet set;
    private final Instant now;
    private final BundleReferences references = new BundleReferences();
    private final Subjects subjects = new Subjects(references);
    private final List<Result> all = new ArrayList<>();
    private final Map<Patient, ImportPlan> plans = new LinkedHashMap<>();
    private final Map<ImportPlan, ResourceReaders> readers = new IdentityHashMap<>();
    /** Patients who cannot be taken → why. */
    private final Map<Patient, String> refused = new IdentityHashMap<>();

    private ImportPlan rest = new ImportPlan();

    private RecordReader(RecordSet set, Instant now) {
        this.set = set;
        this.now = now;
    }

    /**
     * Returns how the resources are to be treated.
     *
     * @param now everything dated later is taken as not having happened yet
     * @throws CheckFailed when nobody's record can be taken
     */
    public static Records read(RecordSet set, Instant now) {
        return new RecordReader(set, now).read();
    }

    private Records read() {
        // Nothing can be stored before: on all processors, in the order of the file.
        all.addAll(set.entries().parallelStream()
                .flatMap(entry -> ResourceParser.parse(entry).stream())
                .toList());
        index();
        patients();
        if (plans.isEmpty()) throw new CheckFailed(whyNobody());
        if (plans.size() == 1) rest = plans.values().iterator().next();
        set.notes().forEach((note, count) -> rest.note(note, count));
        FhirDateTime asOf = FhirDateTime.parse(set.asOf());
        plans.values().forEach(plan -> readers.put(plan, new ResourceReaders(plan, references, now, asOf)));
        Set<String> seen = new HashSet<>();
        List<Result> last = new ArrayList<>();
        for (Result one : all) {
            Resource resource = one.resource();
            if (resource instanceof DiagnosticReport || resource instanceof Claim) last.add(one);
            else read(one, seen);
        }
        for (Result one : last) read(one, seen);
        readers.values().forEach(ResourceReaders::finish);
        return new Records(List.copyOf(plans.values()), plans.size() == 1 ? new ImportPlan() : rest);
    }

    /** A resource that is there twice and is the same is one; two that differ are nobody's. */
    private void index() {
        Map<String, Resource> known = new HashMap<>();
        for (Result one : all) {
            Resource resource = one.resource();
            if (resource == null) continue;
            Resource other = known.putIfAbsent(key(one), resource);
            if (other == null || !other.equalsDeep(resource)) references.add(resource, one.fullUrl());
        }
    }

    private void patients() {
        Set<String> seen = new HashSet<>();
        Resource only = documentSubject();
        for (Result one : all) {
            if (!(one.resource() instanceof Patient patient)) continue;
            String reason = seen.add(key(one)) ? reasonToRefuse(patient, only) : "is in the file twice";
            if (reason != null) refused.put(patient, reason);
            else {
                ImportPlan plan = new ImportPlan();
                if (hasDied(patient)) plan.hasDied();
                plan.patient(
                        BundleReferences.source(patient), new PatientReader(patient, one.fullUrl(), plan, now).read());
                plans.put(patient, plan);
            }
        }
    }

    private static boolean hasDied(Patient patient) {
        return patient.hasDeceasedDateTimeType()
                || patient.hasDeceasedBooleanType()
                        && patient.getDeceasedBooleanType().hasValue()
                        && patient.getDeceasedBooleanType().booleanValue();
    }

    /** A document is about one person, whoever else it names. */
    private @Nullable Resource documentSubject() {
        if (!set.isDocument() || all.isEmpty() || !(all.get(0).resource() instanceof Composition composition))
            return null;
        return references.resolve(composition.getSubject());
    }

    private @Nullable String reasonToRefuse(Patient patient, @Nullable Resource only) {
        if (only != null && only != patient) return "is named in a document about somebody else";
        if (set.deleted().contains(BundleReferences.source(patient))) return "was deleted where it comes from";
        if (patient.hasExtension(ANIMAL)) return "is an animal";
        String modifier = FhirElements.modifier(patient);
        if (modifier != null) return "has " + modifier + ", which may turn its meaning round";
        for (Patient.PatientLinkComponent link : patient.getLink()) {
            if (link.getType() != Patient.LinkType.REPLACEDBY) continue;
            if (references.resolve(link.getOther()) instanceof Patient other && other != patient)
                subjects.replace(patient, other);
            return "was replaced by another record of the same person";
        }
        return null;
    }

    private String whyNobody() {
        if (!refused.isEmpty())
            return "no patient can be taken: the Patient "
                    + refused.values().iterator().next();
        if (all.isEmpty()) return "no resources in it";
        Map<String, Integer> types = new TreeMap<>();
        all.forEach(one -> types.merge(one.type(), 1, Integer::sum));
        return "no Patient in it, only " + types;
    }

    private static String key(Result one) {
        String source = one.resource() == null ? one.type() : BundleReferences.source(one.resource());
        String base = one.fullUrl() == null ? "" : one.fullUrl().replaceFirst("/_history/.*", "");
        return base.startsWith("http") ? base : source;
    }

    private void read(Result one, Set<String> seen) {
        Resource resource = one.resource();
        if (resource == null) {
            rest.count(one.type());
            rest.skip(one.type(), "cannot be read as FHIR R4");
        } else if (resource instanceof Patient patient) {
            ImportPlan plan = plans.getOrDefault(patient, rest);
            plan.count(one.type());
            one.notes().forEach(plan::note);
            String reason = refused.get(patient);
            if (reason != null) plan.skip(one.type(), reason);
        } else {
            read(one, resource, seen);
        }
    }

    private void read(Result one, Resource resource, Set<String> seen) {
        Subjects.Subject subject = subjects.of(resource);
        Patient patient = subject.patient();
        ImportPlan plan = patient == null ? rest : plans.getOrDefault(patient, rest);
        plan.count(one.type());
        one.notes().forEach(plan::note);
        ResourceReaders ofPlan = readers.get(plan);
        String reason = reasonToSkip(one, resource, seen);
        if (reason == null && patient == null) reason = subject.reason();
        if (reason != null) plan.skip(one.type(), reason);
        else if (ofPlan == null || !plans.containsKey(patient))
            plan.skip(one.type(), "is about a patient who is not taken");
        else ofPlan.read(resource);
    }

    private @Nullable String reasonToSkip(Result one, Resource resource, Set<String> seen) {
        if (!seen.add(key(one))) return "is in the file twice";
        if (set.deleted().contains(BundleReferences.source(resource))) return "was deleted where it comes from";
        String notKept = ResourceReaders.whyNotKept(one.type());
        if (notKept != null) return notKept;
        if (!one.isCertain()) return "has a status that FHIR R4 does not know";
        String modifier = FhirElements.modifier(resource);
        return modifier == null ? null : "has " + modifier + ", which may turn its meaning round";
    }
}
