package polyclinic.prescription.formulary;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A medicine as clients see it. */
record MedicationView(
        UUID id,
        long version,
        String name,
        @Nullable String form,
        @Nullable String strength,
        List<MedicationCode> codes,
        List<String> ingredients,
        Medication.Status status,
        Instant createdAt,
        Instant updatedAt) {
    static final String PATH = "/api/v1/medications";

    static MedicationView of(Medication medication) {
        return new MedicationView(
                medication.id(),
                medication.version(),
                medication.name(),
                medication.form(),
                medication.strength(),
                medication.codes(),
                medication.ingredients(),
                medication.status(),
                medication.createdAt(),
                medication.updatedAt());
    }

    String location() {
        return PATH + "/" + id;
    }
}
