package polyclinic.patient.details;

import com.fasterxml.jackson.core.type.TypeReference;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.postgres.provenance.ProvenanceColumn;
import polyclinic.commons.provenance.Provenance;

/**
 * Who a patient is and how they are reached: what a client sends to register one, what a merge patch is applied to, and what
 * the record holds.
 *
 * @param givenName absent for people of one name, which is either of the two; one of them is needed
 * @param familyName absent for people of one name
 * @param birthDate absent when nobody knows it
 * @param age in whole years, told in place of a birth date, which is estimated from it; never in an answer
 * @param birthDateEstimated true when only the year or the age is known
 * @param phone as dialled in the clinic's region, or with a country code; kept in E.164
 * @param uhid the clinic's own number; assigned when absent
 * @param provenance where the registration comes from; an importer says it, once
 */
@Schema(name = "RegisterPatient")
public record PatientDetails(
        @SingleLine @Size(max = 200) @Nullable String givenName,
        @SingleLine @Size(max = 200) @Nullable String familyName,
        @Nullable LocalDate birthDate,
        @Min(0) @Max(BirthDate.MAX_AGE) @Nullable Integer age,
        @Nullable Boolean birthDateEstimated,
        @NotNull Sex sex,
        @SingleLine @Size(max = 60) @Nullable String phone,
        @SingleLine @Email @Size(max = 254) @Nullable String email,
        @Valid @Nullable Address address,
        @Size(max = 50) List<@Valid @NotNull Identifier> identifiers,
        @Size(max = 10) List<@Valid @NotNull EmergencyContact> emergencyContacts,

        @SingleLine @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9/_.-]{0,63}") @Nullable
        String uhid,

        @Valid @Nullable Provenance provenance) {
    /** The columns that {@link #of(Row)} reads; {@code identifiers} is JSON beside them. */
    public static final String COLUMNS =
            "uhid, given_name, family_name, birth_date, birth_date_estimated, sex, phone, email,"
                    + " address, emergency_contacts, provenance";

    private static final JsonColumn<Address> ADDRESS = new AddressColumn();
    private static final JsonColumn<List<EmergencyContact>> CONTACTS = new EmergencyContactsColumn();
    private static final JsonColumn<List<Identifier>> IDENTIFIERS =
            new JsonColumn<>(new TypeReference<List<Identifier>>() {}) {};

    public PatientDetails {
        identifiers = Objects.requireNonNullElse(identifiers, List.of());
        emergencyContacts = Objects.requireNonNullElse(emergencyContacts, List.of());
    }

    /** Reads the details straight from a row of the patient table, without an entity. */
    public static PatientDetails of(Row row) {
        return new PatientDetails(
                row.getString("given_name"),
                row.getString("family_name"),
                row.getLocalDate("birth_date"),
                null,
                row.getBoolean("birth_date_estimated"),
                Sex.valueOf(row.getString("sex")),
                row.getString("phone"),
                row.getString("email"),
                ADDRESS.convertToEntityAttribute(row.getString("address")),
                Objects.requireNonNull(IDENTIFIERS.convertToEntityAttribute(row.getString("identifiers"))),
                Objects.requireNonNull(CONTACTS.convertToEntityAttribute(row.getString("emergency_contacts"))),
                row.getString("uhid"),
                ProvenanceColumn.read(row.getString("provenance")));
    }

    /** The same without what is known of the birth date, for an age to take its place. */
    public PatientDetails withoutBirthDate() {
        return new PatientDetails(
                givenName,
                familyName,
                null,
                null,
                null,
                sex,
                phone,
                email,
                address,
                identifiers,
                emergencyContacts,
                uhid,
                provenance);
    }

    /** Names of the fields in which the two differ. */
    public static List<String> changedFields(PatientDetails before, PatientDetails after) {
        List<String> changed = new ArrayList<>();
        for (var component : PatientDetails.class.getRecordComponents()) {
            try {
                Object was = component.getAccessor().invoke(before);
                if (!Objects.equals(was, component.getAccessor().invoke(after))) changed.add(component.getName());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return changed;
    }

    /** An address as JSON text in one column. */
    public static class AddressColumn extends JsonColumn<Address> {
        public AddressColumn() {
            super(new TypeReference<Address>() {});
        }
    }

    /** Emergency contacts as JSON text in one column. */
    public static class EmergencyContactsColumn extends JsonColumn<List<EmergencyContact>> {
        public EmergencyContactsColumn() {
            super(new TypeReference<List<EmergencyContact>>() {});
        }
    }
}
