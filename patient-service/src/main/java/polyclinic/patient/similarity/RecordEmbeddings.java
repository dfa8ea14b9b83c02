package polyclinic.patient.similarity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import polyclinic.patient.embeddings.EmbeddingVector;

/** What the clinic's model makes of medical records, and which of them wait for it. The table's trigger says which do. */
@ApplicationScoped
class RecordEmbeddings {
    /** Taken ones come again after a while, so a replica that is killed with them only delays them. */
    private static final String TAKE = """
            update medical_record_embedding set due_at = now() + interval '2 minutes'
             where record_id in (select record_id from medical_record_embedding where due_at <= now()
                                  order by due_at limit $1 for update skip locked)
            returning record_id, text_version""";

    private static final String KEEP = """
            update medical_record_embedding set model = $1, embedding = $4, due_at = null
             where record_id = $2 and text_version = $3""";

    private static final String RENEW =
            "update medical_record_embedding set due_at = now() where due_at is null and model is distinct from $1";

    private final Pool pool;

    RecordEmbeddings(Pool pool) {
        this.pool = pool;
    }

    /** A record whose text has no embedding yet. */
    record Due(UUID id, long textVersion) {}

    /** Those that wait longest. Nobody else takes them for two minutes. */
    Uni<List<Due>> take(int limit) {
        return pool.preparedQuery(TAKE).execute(Tuple.of(limit)).map(rows -> rows.stream()
                .map(row -> new Due(row.getUUID("record_id"), row.getLong("text_version")))
                .toList());
    }

    /** Keeps what the model made of each, unless the text has become another meanwhile: then it waits again. */
    Uni<Void> keep(String model, List<Due> due, List<Optional<EmbeddingVector>> made) {
        List<Tuple> rows = IntStream.range(0, due.size())
                .mapToObj(i -> Tuple.of(
                        model,
                        due.get(i).id(),
                        due.get(i).textVersion(),
                        made.get(i).map(vector -> Buffer.buffer(vector.bytes())).orElse(null)))
                .toList();
        return pool.preparedQuery(KEEP).executeBatch(rows).replaceWithVoid();
    }

    /** Lets all wait that another model has made; they are found by the former one until then, by those who still use it. */
    Uni<Integer> renew(String model) {
        return pool.preparedQuery(RENEW).execute(Tuple.of(model)).map(rows -> rows.rowCount());
    }
}
