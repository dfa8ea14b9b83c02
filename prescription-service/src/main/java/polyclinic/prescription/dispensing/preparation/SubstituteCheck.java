package polyclinic.prescription.dispensing.preparation;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Line;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Prescribed;
import polyclinic.prescription.dispensing.preparation.StockPlan.Take;
import polyclinic.prescription.formulary.Medication;
import polyclinic.prescription.formulary.Medications;
import polyclinic.prescription.projections.patients.AllergyList;
import polyclinic.prescription.projections.patients.PatientLookup;
import polyclinic.prescription.safety.AllergyCheck.Candidate;
import polyclinic.prescription.safety.AllergyCheck.Code;
import polyclinic.prescription.safety.Check;
import polyclinic.prescription.safety.SafetyCheck;
import polyclinic.prescription.safety.SafetyConflict;

/** What was checked when the prescription was issued says nothing of another medicine: a substitute is checked when it is given. */
@ApplicationScoped
class SubstituteCheck {
    private final Medications medications;
    private final PatientLookup patients;
    private final SafetyCheck safety;

    SubstituteCheck(Medications medications, PatientLookup patients, SafetyCheck safety) {
        this.medications = medications;
        this.patients = patients;
        this.safety = safety;
    }

    /**
     * The lines of the prescription whose substitute conflicts with an allergy or another medicine, all of them overridden with a
     * reason. Fails with {@link SafetyConflict} when one is not. Asks nothing where nothing is substituted.
     */
    Uni<Set<UUID>> conflicting(Prescribed prescription, DispensePrescription request, List<Take> takes, Instant now) {
        Map<UUID, Set<UUID>> substitutes = substitutes(request, takes);
        if (substitutes.isEmpty()) return Uni.createFrom().item(Set.of());
        Set<UUID> named = new HashSet<>();
        substitutes.values().forEach(named::addAll);
        for (Line line : prescription.lines()) if (line.medicationId() != null) named.add(line.medicationId());
        return Panache.withTransaction(
                        () -> medications.byId(named).chain(known -> patients.knownAllergies(prescription.patientId())
                                .chain(allergies -> safety.check(
                                        prescription.id(),
                                        prescription.patientId(),
                                        candidates(prescription, substitutes, known),
                                        new AllergyList(allergies, false, false),
                                        now))))
                .map(checks -> overridden(prescription, substitutes.keySet(), takes, checks));
    }

    private static Set<UUID> overridden(
            Prescribed prescription, Set<UUID> substituted, List<Take> takes, List<Check> checks) {
        List<Check> conflicts = checks.stream()
                .filter(check -> check.outcome() == Check.Outcome.CONFLICT
                        && check.itemId() != null
                        && substituted.contains(check.itemId()))
                .toList();
        Set<UUID> lines = conflicts.stream().map(Check::itemId).collect(Collectors.toSet());
        boolean isSilent = takes.stream()
                .anyMatch(take ->
                        take.substituted() && lines.contains(take.line().itemId()) && take.overrideReason() == null);
        if (isSilent) throw new SafetyConflict(prescription.id(), prescription.patientId(), conflicts);
        return lines;
    }

    /** By line of the prescription, the medicines that are given instead. */
    private static Map<UUID, Set<UUID>> substitutes(DispensePrescription request, List<Take> takes) {
        Set<UUID> substituted = takes.stream()
                .filter(Take::substituted)
                .map(take -> take.line().itemId())
                .collect(Collectors.toSet());
        Map<UUID, Set<UUID>> substitutes = new HashMap<>();
        for (DispensePrescription.Line line : request.items()) {
            UUID substitute = line.substituteId();
            if (substitute != null && substituted.contains(line.itemId()))
                substitutes
                        .computeIfAbsent(line.itemId(), id -> new LinkedHashSet<>())
                        .add(substitute);
        }
        return substitutes;
    }

    /** All that the patient would take of this prescription: the substitutes, and the other lines as they were prescribed. */
    private static List<Candidate> candidates(
            Prescribed prescription, Map<UUID, Set<UUID>> substitutes, Map<UUID, Medication> known) {
        List<Candidate> candidates = new ArrayList<>();
        for (Line line : prescription.lines()) {
            Collection<UUID> given = substitutes.getOrDefault(line.itemId(), Set.of());
            for (UUID medicine : given) {
                Medication substitute = known.get(medicine);
                if (substitute != null)
                    candidates.add(new Candidate(
                            line.itemId(), codes(substitute), substitute.name(), substitute.ingredients()));
            }
            if (given.isEmpty()) candidates.add(prescribed(line, known));
        }
        return candidates;
    }

    private static Candidate prescribed(Line line, Map<UUID, Medication> known) {
        @Nullable Medication medicine = line.medicationId() == null ? null : known.get(line.medicationId());
        List<Code> codes = new ArrayList<>();
        if (line.code() != null && line.system() != null) codes.add(new Code(line.system(), line.code()));
        if (medicine != null) codes.addAll(codes(medicine));
        return new Candidate(line.itemId(), codes, line.name(), medicine == null ? List.of() : medicine.ingredients());
    }

    private static List<Code> codes(Medication medicine) {
        return medicine.codes().stream()
                .map(code -> new Code(code.system(), code.code()))
                .toList();
    }
}
