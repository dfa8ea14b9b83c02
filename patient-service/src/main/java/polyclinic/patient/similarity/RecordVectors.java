package polyclinic.patient.similarity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.postgres.PostgresCareStore;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.identity.Scope;
import polyclinic.patient.embeddings.EmbeddingVector;
import polyclinic.patient.search.Statement;

/**
 * The embeddings of medical records, compared one by one: exact, with no index that would have to be kept and that misses some, and
 * no extension that a database may lack. So a search looks at the newest {@value #MAX_COMPARED} records that the caller reaches. What
 * clients have sent and what each model has made are never compared with each other.
 */
@ApplicationScoped
class RecordVectors {
    static final int MAX_COMPARED = 10_000;

    /** Rows, of 16 KiB at most, so that a search holds few of them at a time. */
    private static final int READ_AT_ONCE = 1000;

    private final Pool pool;

    RecordVectors(Pool pool) {
        this.pool = pool;
    }

    /** @param score the cosine */
    record Near(UUID id, double score) {}

    /**
     * The nearest ones, the nearest first.
     *
     * @param model that made the embedding which is asked about; null for one that a client has sent
     */
    Uni<List<Near>> nearest(
            EmbeddingVector asked, @Nullable String model, @Nullable UUID patientId, Scope scope, int k) {
        if (scope instanceof Scope.None) return Uni.createFrom().item(List.of());
        Statement statement = new Statement();
        statement.add(
                model == null
                        ? "select r.id, r.embedding from medical_record r where r.embedding is not null"
                                + " and octet_length(r.embedding) = "
                                + statement.bind(asked.dimensions() * Float.BYTES)
                        : "select r.id, e.embedding from medical_record r join medical_record_embedding e on e.record_id = r.id"
                                + " where e.embedding is not null and e.model = " + statement.bind(model));
        statement.add(" and r.status = 'ACTIVE' and " + visible(scope, statement));
        if (patientId != null) statement.add(" and r.patient_id = " + statement.bind(patientId));
        statement.add(" order by r.dated desc, r.id desc limit " + MAX_COMPARED);
        Nearest nearest = new Nearest(asked, k);
        return pool.withTransaction(connection -> connection
                        .prepare(statement.text())
                        .map(prepared -> prepared.cursor(statement.values()))
                        .chain(rows -> compare(rows, nearest)))
                .map(done -> nearest.sorted());
    }

    private static Uni<Void> compare(Cursor rows, Nearest nearest) {
        return AsyncLoop.whileMore(
                        () -> rows.read(READ_AT_ONCE).invoke(nearest::take).map(read -> rows.hasMore()))
                .chain(rows::close);
    }

    private static String visible(Scope scope, Statement statement) {
        return scope.match(
                () -> "true",
                own -> "r.patient_id = " + statement.bind(own),
                doctor -> PostgresCareStore.IN_CARE.formatted("r.patient_id", statement.bind(doctor)),
                (own, doctor) -> "(r.patient_id = " + statement.bind(own) + " or "
                        + PostgresCareStore.IN_CARE.formatted("r.patient_id", statement.bind(doctor)) + ")",
                () -> "false");
    }

    private static final class Nearest {
        private final EmbeddingVector asked;
        private final int k;
        /** The farthest first, which goes when a nearer one comes. */
        private final PriorityQueue<Near> kept = new PriorityQueue<>(Comparator.comparingDouble(Near::score));

        Nearest(EmbeddingVector asked, int k) {
            this.asked = asked;
            this.k = k;
        }

        void take(RowSet<Row> rows) {
            for (Row row : rows) {
                double score = asked.cosine(row.getBuffer("embedding").getBytes());
                Near farthest = kept.peek();
                if (kept.size() == k && farthest != null && score <= farthest.score()) continue;
                kept.add(new Near(row.getUUID("id"), score));
                if (kept.size() > k) kept.poll();
            }
        }

        List<Near> sorted() {
            return kept.stream()
                    .sorted(Comparator.comparingDouble(Near::score).reversed())
                    .toList();
        }
    }
}
