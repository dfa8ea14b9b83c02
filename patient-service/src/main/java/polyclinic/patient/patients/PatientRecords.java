package polyclinic.patient.patients;

import com.fasterxml.jackson.core.type.TypeReference;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import polyclinic.commons.access.postgres.PostgresCareStore;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.NotFound;
import polyclinic.patient.details.Address;
import polyclinic.patient.details.EmergencyContact;
import polyclinic.patient.details.Identifier;
import polyclinic.patient.details.JsonColumn;
import polyclinic.patient.details.PatientDetails;
import polyclinic.patient.details.Sex;

/**
 * Patients as clients see them, straight from the row. Opening a record is what a clinic does most; it needs no session, no
 * entity and no second look for changes (ADR 11).
 */
@ApplicationScoped
class PatientRecords {
    private static final String SELECT = """
            select id, version, uhid, given_name, family_name, birth_date, birth_date_estimated, sex, phone, email,
                   address, emergency_contacts, created_at, updated_at,
                   (select coalesce(json_agg(json_build_object('system', i.system, 'value', i.value) order by i.position), '[]')
                    from patient_identifier i where i.patient_id = p.id)::text as identifiers
            from patient p
            where id = $1""";
    private static final String SELECT_IN_CARE = SELECT + " and " + PostgresCareStore.IN_CARE.formatted("p.id", "$2");
    private static final JsonColumn<Address> ADDRESS = new Patient.AddressColumn();
    private static final JsonColumn<List<EmergencyContact>> CONTACTS = new Patient.EmergencyContactsColumn();
    private static final JsonColumn<List<Identifier>> IDENTIFIERS =
            new JsonColumn<>(new TypeReference<List<Identifier>>() {}) {};

    private final Pool pool;

    PatientRecords(Pool pool) {
        this.pool = pool;
    }

    /** Fails with {@link NotFound} where the scope does not reach the patient. */
    Uni<PatientView> require(UUID id, Scope scope) {
        return scope.match(
                () -> one(SELECT, Tuple.of(id)),
                own -> own.equals(id) ? one(SELECT, Tuple.of(id)) : notFound(),
                doctorSubject -> one(SELECT_IN_CARE, Tuple.of(id, doctorSubject)),
                PatientRecords::notFound);
    }

    private Uni<PatientView> one(String query, Tuple parameters) {
        return pool.preparedQuery(query).execute(parameters).map(rows -> {
            RowIterator<Row> row = rows.iterator();
            if (!row.hasNext()) throw new NotFound("patient");
            return view(row.next());
        });
    }

    private static Uni<PatientView> notFound() {
        return Uni.createFrom().failure(new NotFound("patient"));
    }

    private static PatientView view(Row row) {
        return PatientView.of(
                row.getUUID("id"),
                row.getLong("version"),
                details(row),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private static PatientDetails details(Row row) {
        return new PatientDetails(
                row.getString("given_name"),
                row.getString("family_name"),
                row.getLocalDate("birth_date"),
                row.getBoolean("birth_date_estimated"),
                Sex.valueOf(row.getString("sex")),
                row.getString("phone"),
                row.getString("email"),
                ADDRESS.convertToEntityAttribute(row.getString("address")),
                Objects.requireNonNull(IDENTIFIERS.convertToEntityAttribute(row.getString("identifiers"))),
                Objects.requireNonNull(CONTACTS.convertToEntityAttribute(row.getString("emergency_contacts"))),
                row.getString("uhid"));
    }
}
