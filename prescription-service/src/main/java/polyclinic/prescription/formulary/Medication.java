package polyclinic.prescription.formulary;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.OptimisticLock;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Ids;

/** A medicine of the formulary, with one form and strength (FHIR: Medication). It is the same by name, form and strength. */
@Entity
public class Medication {
    /** Whether a medicine may be prescribed (FHIR: {@code Medication.status}). */
    @Schema(name = "MedicationStatus")
    enum Status {
        ACTIVE,
        /** It stays readable, since prescriptions and stock refer to it, but is not prescribed any more. */
        INACTIVE
    }

    @Id
    private UUID id;

    @Version
    private long version;

    private String identity;
    private String name;
    private @Nullable String form;
    private @Nullable String strength;

    @Convert(converter = JsonColumns.Codes.class)
    @ColumnTransformer(read = "codes::text", write = "cast(cast(? as text) as jsonb)")
    private List<MedicationCode> codes = List.of();

    @Convert(converter = JsonColumns.Names.class)
    @ColumnTransformer(read = "ingredients::text", write = "cast(cast(? as text) as jsonb)")
    private List<String> ingredients = List.of();

    /** The import that named them last. It is nobody's business, so it makes no version. */
    @Column(name = "ingredients_from")
    @OptimisticLock(excluded = true)
    private @Nullable UUID ingredientsFrom;

    @Enumerated(EnumType.STRING)
    private Status status;

    @Column(name = "search_text")
    private String searchText;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Medication() {}

    static Medication registered(RegisterMedication request, Instant now) {
        Medication medication = new Medication();
        medication.id = Ids.next();
        medication.createdAt = now;
        medication.take(request, now);
        return medication;
    }

    static Medication imported(RegisterMedication line, UUID importId, Instant now) {
        Medication medication = registered(line, now);
        if (line.ingredients() != null) medication.ingredientsFrom = importId;
        return medication;
    }

    /** Takes over what differs and returns the names of the fields that did. */
    List<String> take(RegisterMedication request, Instant now) {
        List<String> changed = new ArrayList<>();
        if (!Objects.equals(name, request.name())) changed.add("name");
        if (!Objects.equals(form, request.form())) changed.add("form");
        if (!Objects.equals(strength, request.strength())) changed.add("strength");
        if (!Objects.equals(codes, request.knownCodes())) changed.add("codes");
        if (!Objects.equals(ingredients, request.knownIngredients())) changed.add("ingredients");
        if (status != request.knownStatus()) changed.add("status");
        name = request.name();
        form = request.form();
        strength = request.strength();
        codes = request.knownCodes();
        ingredients = request.knownIngredients();
        status = request.knownStatus();
        identity = MedicationText.identity(name, form, strength);
        searchText = MedicationText.searchText(request);
        if (!changed.isEmpty()) updatedAt = now;
        return changed;
    }

    /** The medicine as a request would describe it, for a merge patch to be applied to. */
    RegisterMedication asRequest() {
        return new RegisterMedication(name, form, strength, codes, ingredients, status);
    }

    /**
     * Takes over what a line of an import says: codes are added, ingredients and the rest replaced where the line has them.
     *
     * @return whether anything changed
     */
    boolean merge(RegisterMedication line, UUID importId, Instant now) {
        if (line.ingredients() != null) ingredientsFrom = importId;
        List<MedicationCode> all = new ArrayList<>(codes);
        for (MedicationCode code : line.knownCodes()) if (!all.contains(code)) all.add(code);
        RegisterMedication merged = new RegisterMedication(
                name,
                form,
                strength,
                all,
                line.ingredients() == null ? ingredients : line.knownIngredients(),
                line.status() == null ? status : line.status());
        return !take(merged, now).isEmpty();
    }

    /** Whether an earlier line of the same import named other ingredients. */
    boolean contradicts(RegisterMedication line, UUID importId) {
        return importId.equals(ingredientsFrom)
                && line.ingredients() != null
                && !ingredients.equals(line.knownIngredients());
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public String name() {
        return name;
    }

    /** For example {@code tablet}; null when unknown. */
    public @Nullable String form() {
        return form;
    }

    /** For example {@code 500 mg}; null when unknown. */
    public @Nullable String strength() {
        return strength;
    }

    public List<MedicationCode> codes() {
        return codes;
    }

    /** The active substances by name; empty when unknown. */
    public List<String> ingredients() {
        return ingredients;
    }

    /** Whether a text names this medicine: all words of its name stand in it. */
    public boolean isNamedIn(String text) {
        return MedicationText.words(text).containsAll(MedicationText.words(name));
    }

    public boolean isActive() {
        return status == Status.ACTIVE;
    }

    String identity() {
        return identity;
    }

    Status status() {
        return status;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }
}
