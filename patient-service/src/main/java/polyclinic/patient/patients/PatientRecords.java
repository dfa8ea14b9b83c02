package polyclinic.patient.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.access.postgres.PostgresCareStore;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.NotFound;
import polyclinic.patient.details.PatientDetails;

/**
 * Patients as clients see them, read straight from the row. Opening a record is what a clinic does most; it needs no session,
 * no entity and no dirty check (ADR 11).
 */
@ApplicationScoped
class PatientRecords {
    private static final String SELECT = """
            select id, version, created_at, updated_at, %s,
                   (select coalesce(json_agg(json_build_object('system', i.system, 'value', i.value) order by i.position), '[]')
                    from patient_identifier i where i.patient_id = p.id)::text as identifiers
            from patient p
            where id = $1""".formatted(PatientDetails.COLUMNS);
    private static final String SELECT_IN_CARE = SELECT + " and " + PostgresCareStore.IN_CARE.formatted("p.id", "$2");

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
                (own, doctorSubject) ->
                        own.equals(id) ? one(SELECT, Tuple.of(id)) : one(SELECT_IN_CARE, Tuple.of(id, doctorSubject)),
                PatientRecords::notFound);
    }

    /** Fails with {@link NotFound}, which tells the audit trail alone whether there is such a patient. */
    <T> Uni<T> refuse(UUID id) {
        return pool.preparedQuery("select from patient where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> new NotFound("patient").about("patient", id, rows.size() == 0 ? null : id))
                .chain(refusal -> Uni.createFrom().failure(refusal));
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
                PatientDetails.of(row),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }
}
