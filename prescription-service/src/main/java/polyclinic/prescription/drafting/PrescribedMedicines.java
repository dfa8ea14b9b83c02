package polyclinic.prescription.drafting;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polyclinic.commons.problem.Problem;
import polyclinic.prescription.formulary.Medication;
import polyclinic.prescription.formulary.MedicationCode;
import polyclinic.prescription.formulary.Medications;
import polyclinic.prescription.prescriptions.PrescribedItem;

/** Looks up the medicines that the items of a draft name by their id in the formulary. */
@ApplicationScoped
class PrescribedMedicines {
    private final Medications medications;

    PrescribedMedicines(Medications medications) {
        this.medications = medications;
    }

    /**
     * The items, each with what is prescribed written out. Fails with 422 {@code unknown-medication}, {@code inactive-medication}
     * or {@code medication-mismatch}. Needs an open session.
     */
    Uni<List<PrescribedItem>> writtenOut(List<PrescribedItem> items) {
        for (int i = 0; i < items.size(); i++)
            if (items.get(i).medication() == null && items.get(i).medicationId() == null)
                throw Problem.invalid("items[" + i + "].medication", "must be given, or a medicationId");
        List<UUID> named = items.stream()
                .map(PrescribedItem::medicationId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return medications.byId(named).map(known -> writtenOut(items, known));
    }

    private static List<PrescribedItem> writtenOut(List<PrescribedItem> items, Map<UUID, Medication> known) {
        List<PrescribedItem> written = new ArrayList<>();
        for (PrescribedItem item : items) {
            UUID id = item.medicationId();
            Medication medication = id == null ? null : known.get(id);
            if (id != null && medication == null)
                throw new Problem(422, "unknown-medication", "The formulary has no such medicine.")
                        .with("medicationId", id);
            if (medication != null && !medication.isActive())
                throw new Problem(422, "inactive-medication", "This medicine is not prescribed any more.")
                        .with("medicationId", medication.id());
            written.add(medication == null ? item : writtenOut(item, medication));
        }
        return written;
    }

    /** The pharmacy goes by the id and people by the text: they must say the same. */
    private static PrescribedItem writtenOut(PrescribedItem item, Medication medication) {
        PrescribedItem.Medication text = item.medication();
        if (text == null) return item.of(asWritten(medication));
        if (!medication.isNamedIn(text.name()))
            throw new Problem(422, "medication-mismatch", "The text names another medicine than the medicationId.")
                    .with("medicationId", medication.id());
        return item;
    }

    private static PrescribedItem.Medication asWritten(Medication medication) {
        String name = Stream.of(medication.name(), medication.strength(), medication.form())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        MedicationCode code =
                medication.codes().isEmpty() ? null : medication.codes().get(0);
        return new PrescribedItem.Medication(
                code == null ? null : code.code(),
                code == null ? null : code.system(),
                name.substring(0, Math.min(name.length(), 300)));
    }
}
