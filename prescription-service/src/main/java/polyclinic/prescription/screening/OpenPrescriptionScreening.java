package polyclinic.prescription.screening;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;
import polyclinic.prescription.metrics.PrescriptionMetrics;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionEvent;
import polyclinic.prescription.prescriptions.PrescriptionEvent.FoundConflict;
import polyclinic.prescription.prescriptions.Prescriptions;
import polyclinic.prescription.projections.patients.AllergyHandler;
import polyclinic.prescription.projections.patients.AllergyList;
import polyclinic.prescription.projections.patients.KnownAllergy;
import polyclinic.prescription.projections.patients.PatientLookup;
import polyclinic.prescription.safety.AllergyCheck.Candidate;
import polyclinic.prescription.safety.Check;
import polyclinic.prescription.safety.Conflict;
import polyclinic.prescription.safety.SafetyCheck;

/**
 * Screens open prescriptions again when an allergy is recorded or another prescription is issued, and tells each new conflict once: a
 * row with a primary key of its own stands for it, and what the doctor overrode when issuing is no news. It locks no prescription, so
 * it holds up nobody who works with one.
 */
@ApplicationScoped
public class OpenPrescriptionScreening implements AllergyHandler {
    private static final String FOUND = """
            insert into found_conflict (prescription_id, item_id, kind, subject, found_at)
            values (:prescription, :item, :kind, :subject, :now) on conflict do nothing""";

    private final Prescriptions prescriptions;
    private final PrescriptionCandidates candidates;
    private final PatientLookup patients;
    private final SafetyCheck safety;
    private final PrescriptionMetrics metrics;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    OpenPrescriptionScreening(
            Prescriptions prescriptions,
            PrescriptionCandidates candidates,
            PatientLookup patients,
            SafetyCheck safety,
            PrescriptionMetrics metrics,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.prescriptions = prescriptions;
        this.candidates = candidates;
        this.patients = patients;
        this.safety = safety;
        this.metrics = metrics;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public Uni<Void> recorded(UUID patientId, KnownAllergy allergy) {
        return prescriptions.openOf(patientId, clock.instant()).chain(open -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (Prescription prescription : open)
                all = all.chain(() -> screenForAllergies(prescription, List.of(allergy)));
            return all;
        });
    }

    /**
     * In the transaction that issues it. The patient's other prescriptions are screened for the new medicines, and this one for
     * allergies that became known while it was being issued.
     */
    public Uni<Void> issued(Prescription issued) {
        return patients.knownAllergies(issued.patientId())
                .chain(allergies -> screenForAllergies(issued, allergies))
                .chain(() -> candidates.of(issued))
                .chain(items -> screenOthers(issued, items));
    }

    /** For everything that is known now: the tables, the other medicines of the patient and the allergies. In the open transaction. */
    Uni<Void> screen(Prescription prescription) {
        return candidates
                .of(prescription)
                .chain(items -> patients.knownAllergies(prescription.patientId())
                        .chain(allergies -> safety.screen(
                                prescription.id(),
                                prescription.patientId(),
                                items,
                                new AllergyList(allergies, false, false),
                                clock.instant())))
                .chain(checks -> tell(prescription, checks));
    }

    private Uni<Void> screenOthers(Prescription issued, List<Candidate> items) {
        return prescriptions.openOf(issued.patientId(), clock.instant()).chain(open -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (Prescription other : open)
                if (!other.id().equals(issued.id()))
                    all = all.chain(() -> candidates.of(other))
                            .chain(others -> safety.against(others, items))
                            .chain(checks -> tell(other, checks));
            return all;
        });
    }

    private Uni<Void> screenForAllergies(Prescription prescription, List<KnownAllergy> allergies) {
        if (allergies.isEmpty()) return Uni.createFrom().voidItem();
        return candidates.of(prescription).chain(items -> tell(prescription, safety.allergies(items, allergies)));
    }

    /** Tells those conflicts that nobody has been told of. */
    private Uni<Void> tell(Prescription prescription, List<Check> checks) {
        Instant now = clock.instant();
        Set<Finding> overridden = new HashSet<>(findings(prescription.checks()));
        List<FoundConflict> told = new ArrayList<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Finding finding : findings(checks))
            if (!overridden.contains(finding))
                all = all.chain(() -> mark(prescription.id(), finding, now))
                        .invoke(isNew -> {
                            if (isNew) told.add(new FoundConflict(finding.kind(), finding.grade()));
                        })
                        .replaceWithVoid();
        return all.invoke(() -> metrics.screened(!told.isEmpty()))
                .chain(() -> told.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : outbox.append(
                                audit.entry("screen", "prescription", prescription.id(), prescription.patientId())
                                        .withReason("conflict-found"),
                                new PrescriptionEvent.ConflictFound(
                                        prescription.snapshot(null, now), List.copyOf(told))));
    }

    private static Uni<Boolean> mark(UUID prescriptionId, Finding finding, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(FOUND)
                        .setParameter("prescription", prescriptionId)
                        .setParameter("item", finding.itemId())
                        .setParameter("kind", finding.kind())
                        .setParameter("subject", finding.subject())
                        .setParameter("now", now)
                        .executeUpdate())
                .map(inserted -> inserted == 1);
    }

    /** One conflict of one item; the same one has the same subject whenever it is found. */
    private record Finding(
            UUID itemId,
            String kind,
            String subject,
            @Nullable String grade) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Finding finding
                    && finding.itemId.equals(itemId)
                    && finding.kind.equals(kind)
                    && finding.subject.equals(subject);
        }

        @Override
        public int hashCode() {
            return subject.hashCode();
        }
    }

    private static List<Finding> findings(List<Check> checks) {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks)
            if (check.outcome() == Check.Outcome.CONFLICT)
                for (Conflict conflict : check.conflicts())
                    if (conflict.itemId() != null)
                        findings.add(new Finding(
                                conflict.itemId(),
                                check.kind().name().toLowerCase(Locale.ROOT),
                                conflict.subject(),
                                conflict.grade()));
        return findings;
    }
}
