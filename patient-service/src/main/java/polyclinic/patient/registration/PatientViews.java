package polyclinic.patient.registration;

import com.fasterxml.jackson.core.type.TypeReference;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;

/**
 * Patients as clients see them, straight from the row. Opening a record is what a clinic does most; it needs no session, no
 * entity and no second look for changes.
 */
@ApplicationScoped
class PatientViews {
    /** A patient sees their own record, a doctor the patients in care, other staff everybody. */
    private static final String SEEN = """
            select id, version, uhid, given_name, family_name, birth_date, birth_date_estimated, sex, phone, email,
                   address, emergency_contacts, created_at, updated_at,
                   (select coalesce(json_agg(json_build_object('system', i.system, 'value', i.value) order by i.position), '[]')
                    from patient_identifier i where i.patient_id = p.id)::text as identifiers
            from patient p
            where id = $1
              and ($2::uuid is null or id = $2)
              and ($3::text is null or exists (
                select from care c where c.patient_id = p.id and c.doctor_subject = $3 and c.active))""";

    private static final JsonColumn<Address> ADDRESS = new Patient.AddressColumn();
    private static final JsonColumn<List<EmergencyContact>> CONTACTS = new Patient.EmergencyContactsColumn();
    private static final JsonColumn<List<Identifier>> IDENTIFIERS =
            new JsonColumn<>(new TypeReference<List<Identifier>>() {}) {};

    private final Pool pool;

    PatientViews(Pool pool) {
        this.pool = pool;
    }

    /** Fails with {@link NotFound} where the caller may not know that there is such a patient. */
    Uni<PatientView> require(UUID id, Caller caller) {
        return pool.preparedQuery(SEEN)
                .execute(Tuple.of(id, caller.onlyPatient(), caller.onlyDoctor()))
                .map(rows -> {
                    RowIterator<Row> row = rows.iterator();
                    if (!row.hasNext()) throw new NotFound("patient");
                    return view(row.next());
                });
    }

    private static PatientView view(Row row) {
        return new PatientView(
                row.getUUID("id"),
                row.getLong("version"),
                row.getString("uhid"),
                row.getString("given_name"),
                row.getString("family_name"),
                row.getLocalDate("birth_date"),
                row.getBoolean("birth_date_estimated"),
                Sex.valueOf(row.getString("sex")),
                row.getString("phone"),
                row.getString("email"),
                ADDRESS.convertToEntityAttribute(row.getString("address")),
                IDENTIFIERS.convertToEntityAttribute(row.getString("identifiers")),
                CONTACTS.convertToEntityAttribute(row.getString("emergency_contacts")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }
}
