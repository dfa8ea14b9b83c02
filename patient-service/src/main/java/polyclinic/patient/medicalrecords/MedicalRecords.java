package polyclinic.patient.medicalrecords;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.NotFound;
import polyclinic.patient.content.EntryStatus;
import polyclinic.patient.search.Statement;

/** Medical records of a patient; the caller has already been checked to reach that patient. */
@ApplicationScoped
class MedicalRecords implements PanacheRepositoryBase<MedicalRecord, UUID> {
    static final String COLUMNS = "r.id, r.version, r.patient_id, r.dated, r.kind, r.title,"
            + " cast(r.data as text) as data, octet_length(r.embedding) as embedding_length, r.status, r.recorded_at,"
            + " r.recorded_by";

    private final Pool pool;

    MedicalRecords(Pool pool) {
        this.pool = pool;
    }

    /**
     * A record of a list.
     *
     * @param rank how well it fits what was looked for, as the database writes it; null in a list without words
     */
    record Found(MedicalRecordView view, @Nullable String rank) {}

    Uni<MedicalRecord> require(UUID patientId, UUID id) {
        return find("id = ?1 and patientId = ?2", id, patientId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("medical record"));
    }

    /** Keeps what a record is found by, in the transaction of the change. */
    Uni<Void> index(MedicalRecord medicalRecord) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "update medical_record set search = cast(cast(:words as text) as tsvector) where id = :id")
                        .setParameter("words", medicalRecord.words())
                        .setParameter("id", medicalRecord.id())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Valid ones, the newest first or those that fit best; one more than the limit. */
    Uni<List<Found>> valid(UUID patientId, MedicalRecordQuestion question) {
        Statement statement = new Statement();
        String words = question.words() == null
                ? null
                : "cast(cast(%s as text) as tsquery)"
                        .formatted(statement.bind(question.words().written()));
        statement.add("select " + COLUMNS + ", ");
        // Of two that hold the words as often, the shorter one is more about them.
        statement.add(words == null ? "cast(null as text)" : "cast(ts_rank(r.search, " + words + ", 1) as text)");
        statement.add(" as rank from medical_record r where r.patient_id = " + statement.bind(patientId));
        statement.add(" and r.status = " + statement.bind(EntryStatus.ACTIVE.name()));
        if (question.kind() != null)
            statement.add(" and r.kind = " + statement.bind(question.kind().name()));
        if (question.from() != null) statement.add(" and r.dated >= " + statement.bind(question.from()));
        if (question.to() != null) statement.add(" and r.dated <= " + statement.bind(question.to()));
        if (question.data() != null)
            statement.add(" and r.data @> cast(cast(%s as text) as jsonb)"
                    .formatted(statement.bind(Json.write(question.data()))));
        if (words != null) addWords(statement, words, question.afterMatch());
        else {
            if (question.after() != null)
                statement.add(" and (r.dated, r.id) < (%s, %s)"
                        .formatted(
                                statement.bind(question.after().day()),
                                statement.bind(question.after().id())));
            statement.add(" order by r.dated desc, r.id desc");
        }
        statement.add(" limit " + (question.limit() + 1));
        return pool.preparedQuery(statement.text()).execute(statement.values()).map(rows -> rows.stream()
                .map(row -> new Found(view(row), row.getString("rank")))
                .toList());
    }

    private static void addWords(Statement statement, String words, MedicalRecordQuestion.@Nullable Match after) {
        statement.add(" and r.search @@ " + words);
        if (after != null)
            statement.add(" and (ts_rank(r.search, %s, 1), r.id) < (cast(cast(%s as text) as real), %s)"
                    .formatted(words, statement.bind(after.rank()), statement.bind(after.id())));
        statement.add(" order by ts_rank(r.search, " + words + ", 1) desc, r.id desc");
    }

    static MedicalRecordView view(Row row) {
        Integer length = row.getInteger("embedding_length");
        return new MedicalRecordView(
                row.getUUID("id"),
                row.getLong("version"),
                row.getUUID("patient_id"),
                row.getLocalDate("dated"),
                MedicalRecordKind.valueOf(row.getString("kind")),
                row.getString("title"),
                MedicalRecord.json(row.getString("data")),
                length == null ? null : length / Float.BYTES,
                EntryStatus.valueOf(row.getString("status")),
                row.getOffsetDateTime("recorded_at").toInstant(),
                row.getString("recorded_by"),
                null,
                null);
    }
}
