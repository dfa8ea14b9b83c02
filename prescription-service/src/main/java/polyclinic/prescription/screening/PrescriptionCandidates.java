package polyclinic.prescription.screening;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.formulary.Medication;
import polyclinic.prescription.formulary.Medications;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionItem;
import polyclinic.prescription.safety.AllergyCheck.Candidate;
import polyclinic.prescription.safety.AllergyCheck.Code;

/** The items of a prescription as the checks take them: with the codes and ingredients that the formulary knows. */
@ApplicationScoped
public class PrescriptionCandidates {
    private final Medications medications;

    PrescriptionCandidates(Medications medications) {
        this.medications = medications;
    }

    /** Needs an open session. */
    public Uni<List<Candidate>> of(Prescription prescription) {
        List<UUID> named = prescription.items().stream()
                .map(PrescriptionItem::medicationId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return medications.byId(named).map(known -> prescription.items().stream()
                .map(item -> candidate(item, known))
                .toList());
    }

    private static Candidate candidate(PrescriptionItem item, Map<UUID, Medication> known) {
        UUID medicationId = item.medicationId();
        @Nullable Medication medication = medicationId == null ? null : known.get(medicationId);
        var written = item.medication();
        List<Code> codes = new ArrayList<>();
        if (written.code() != null && written.system() != null) codes.add(new Code(written.system(), written.code()));
        if (medication != null) medication.codes().forEach(code -> codes.add(new Code(code.system(), code.code())));
        return new Candidate(
                item.id(), codes, written.name(), medication == null ? List.of() : medication.ingredients());
    }
}
