package polyclinic.audit.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static polyclinic.audit.proofs.CheckpointClient.checkpoints;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.archive.CheckpointArchive;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.checkpoints.Checkpoint;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** A chain of three checkpoints whose database is lost, wholly or in part, and what was done to the bucket meanwhile. */
@QuarkusTest
class TrailRebuildTest extends ServiceTest {
    private static final String BUCKET = "polyclinic-audit";

    @Inject
    TrailRebuild trail;

    @Inject
    ChainEntries entries;

    @Inject
    RebuildMark mark;

    @Inject
    CheckpointArchive archive;

    @Inject
    Vertx vertx;

    @Inject
    S3AsyncClient s3;

    @Test
    void a_lost_chain_comes_back_as_it_was_and_verifies() {
        int chain = checkpointed(freshChain());
        List<Document> entries = stored("entries", chain);
        List<Document> checkpoints = stored("checkpoints", chain);
        lose(chain);

        rebuild(chain);

        assertThat(stored("entries", chain)).hasSize(30).isEqualTo(entries);
        assertThat(stored("checkpoints", chain)).hasSize(3).isEqualTo(checkpoints);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void a_rebuilt_chain_goes_on_behind_its_end() {
        int chain = checkpointed(freshChain());
        lose(chain);
        rebuild(chain);

        feed.append(chain, 31, 40);
        checkpoint(chain);

        assertThat(verified(chain).getList("problems")).isEmpty();
        assertThat(checkpoints("?chain=" + chain)).hasSize(4);
    }

    @Test
    void a_rebuild_that_was_broken_off_is_repeated() {
        int chain = checkpointed(freshChain());
        collection("entries").deleteMany(Filters.and(Filters.eq("chain", chain), Filters.gt("seq", 14)));
        collection("checkpoints").deleteOne(Filters.eq("_id", Checkpoint.key(chain, 2)));
        collection("heads").deleteOne(Filters.eq("_id", chain));

        rebuild(chain);
        rebuild(chain);

        assertThat(stored("entries", chain)).hasSize(30);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    /** As one is that was loaded from a dump of before the last checkpoint; its first checkpoint is of a release without segments. */
    @Test
    void a_database_that_is_behind_the_bucket_is_brought_to_its_end_and_goes_on_there() {
        int chain = checkpointed(freshChain());
        List<Document> entries = stored("entries", chain);
        s3.deleteObject(request -> request.bucket(BUCKET).key("checkpoints/" + Checkpoint.key(chain, 1) + ".jsonl.gz"))
                .join();
        collection("entries").deleteMany(Filters.and(Filters.eq("chain", chain), Filters.gt("seq", 20)));
        collection("checkpoints").deleteOne(Filters.eq("_id", Checkpoint.key(chain, 3)));
        collection("heads").deleteOne(Filters.eq("_id", chain));
        mark.set().await().indefinitely();
        try {
            assertThat(start(RebuildAtStart.Rebuild.WHEN_EMPTY).isDue().await().indefinitely())
                    .isTrue();
        } finally {
            mark.clear().await().indefinitely();
        }

        rebuild(chain);
        feed.append(chain, 31, 40);
        checkpoint(chain);

        assertThat(stored("entries", chain)).hasSize(40).startsWith(entries.toArray(new Document[0]));
        assertThat(verified(chain).getList("problems")).isEmpty();
        assertThat(checkpoints("?chain=" + chain)).hasSize(4);
    }

    @Test
    void at_the_start_a_database_that_has_entries_is_rebuilt_only_when_that_is_asked_for() {
        int chain = checkpointed(freshChain());
        checkpointed(freshChain());
        lose(chain);

        atStart(RebuildAtStart.Rebuild.NEVER);
        atStart(RebuildAtStart.Rebuild.WHEN_EMPTY);
        List<Document> before = stored("entries", chain);
        trail.rebuild(chain, 3).await().indefinitely();

        assertThat(before).isEmpty();
        assertThat(stored("entries", chain)).hasSize(30);
    }

    private void atStart(RebuildAtStart.Rebuild rebuild) {
        start(rebuild).rebuild(new StartupEvent());
    }

    private RebuildAtStart start(RebuildAtStart.Rebuild rebuild) {
        return new RebuildAtStart(trail, entries, mark, rebuild, vertx);
    }

    /** There beans can be made that read configuration, which is not so on threads of drivers. */
    @Test
    void at_the_start_it_goes_on_on_an_event_loop_when_a_store_has_answered() {
        RebuildAtStart start = start(RebuildAtStart.Rebuild.WHEN_EMPTY);

        List<Boolean> there = start.onEventLoop(() -> entries.isEmpty()
                        .map(empty -> Context.isOnEventLoopThread())
                        .chain(behindMongo -> archive.lastNumbers()
                                .map(numbers -> List.of(behindMongo, Context.isOnEventLoopThread()))))
                .await()
                .indefinitely();

        assertThat(there).containsExactly(true, true);
    }

    /** Some entries are back, so the database does not look empty: to the next start, and to a replica that starts meanwhile. */
    @Test
    void a_rebuild_that_was_broken_off_is_due_until_it_has_come_to_its_end() {
        int chain = checkpointed(freshChain());
        String name = "checkpoints/" + Checkpoint.key(chain, 2) + ".jsonl.gz";
        byte[] whole = read(name);
        lose(chain);
        RebuildAtStart start = start(RebuildAtStart.Rebuild.WHEN_EMPTY);
        assertThat(start.isDue().await().indefinitely()).isFalse();
        s3.deleteObject(request -> request.bucket(BUCKET).key(name)).join();
        try {
            assertThatThrownBy(() -> trail.rebuild().await().indefinitely()).isInstanceOf(BrokenArchive.class);

            assertThat(start.isDue().await().indefinitely()).isTrue();
        } finally {
            write(name, whole);
            mark.clear().await().indefinitely();
        }
        assertThat(start.isDue().await().indefinitely()).isFalse();
        rebuild(chain);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void what_the_database_has_is_never_written_over() {
        int chain = checkpointed(freshChain());
        collection("entries")
                .updateOne(
                        Filters.and(Filters.eq("chain", chain), Filters.eq("seq", 5)),
                        Updates.set("action", "something else"));

        assertRefused(chain, Checkpoint.key(chain, 1) + " differs from what the database has");
    }

    @Test
    void a_segment_that_is_missing_or_cut_or_changed_is_named_and_nothing_behind_it_is_taken() throws IOException {
        int chain = checkpointed(freshChain());
        String name = "checkpoints/" + Checkpoint.key(chain, 2) + ".jsonl.gz";
        byte[] whole = read(name);
        byte[] cut = Arrays.copyOf(whole, whole.length - 20);
        lose(chain);

        for (byte[] broken : List.of(
                cut,
                new byte[0],
                edited(whole, lines -> lines.subList(0, 9)),
                edited(whole, lines -> replaced(lines, 3, line -> line.replace("\"read\"", "\"none\""))),
                edited(whole, lines -> replaced(lines, 3, line -> "{}")),
                edited(whole, lines -> replaced(lines, 3, line -> lines.get(4))),
                edited(whole, lines -> {
                    List<String> more = new ArrayList<>(lines);
                    more.add(lines.get(9));
                    return more;
                }))) {
            write(name, broken);
            assertRefused(chain, name);
            assertThat(stored("entries", chain)).hasSize(10);
        }
        s3.deleteObject(request -> request.bucket(BUCKET).key(name)).join();
        assertRefused(chain, name + " is missing");
        write(name, whole);
        rebuild(chain);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void a_checkpoint_that_was_changed_or_is_missing_ends_the_rebuild() {
        int chain = checkpointed(freshChain());
        String name = "checkpoints/" + Checkpoint.key(chain, 2) + ".json";
        byte[] whole = read(name);
        lose(chain);

        write(
                name,
                new String(whole, StandardCharsets.UTF_8)
                        .replace("\"size\":20", "\"size\":19")
                        .getBytes(StandardCharsets.UTF_8));
        assertRefused(chain, name + " is not signed by a trusted key");
        s3.deleteObject(request -> request.bucket(BUCKET).key(name)).join();
        assertRefused(chain, name + " is missing");
    }

    private int checkpointed(int chain) {
        for (int first = 1; first <= 21; first += 10) {
            feed.append(chain, first, first + 9);
            checkpoint(chain);
        }
        return chain;
    }

    private void lose(int chain) {
        collection("entries").deleteMany(Filters.eq("chain", chain));
        collection("checkpoints").deleteMany(Filters.eq("chain", chain));
        collection("heads").deleteOne(Filters.eq("_id", chain));
    }

    private void rebuild(int chain) {
        trail.rebuild(chain, 3).await().indefinitely();
    }

    private void assertRefused(int chain, String why) {
        assertThatThrownBy(() -> rebuild(chain))
                .isInstanceOf(BrokenArchive.class)
                .hasMessageContaining(why);
    }

    private List<Document> stored(String name, int chain) {
        return collection(name)
                .find(Filters.eq("chain", chain))
                .sort(Sorts.ascending("_id"))
                .into(new ArrayList<>());
    }

    private byte[] read(String name) {
        return s3.getObject(request -> request.bucket(BUCKET).key(name), AsyncResponseTransformer.toBytes())
                .join()
                .asByteArray();
    }

    private void write(String name, byte[] bytes) {
        s3.putObject(request -> request.bucket(BUCKET).key(name), AsyncRequestBody.fromBytes(bytes))
                .join();
    }

    private static List<String> replaced(List<String> lines, int index, UnaryOperator<String> change) {
        List<String> changed = new ArrayList<>(lines);
        String line = lines.get(index);
        String other = change.apply(line);
        assertThat(other).isNotEqualTo(line);
        changed.set(index, other);
        return changed;
    }

    private static byte[] edited(byte[] segment, UnaryOperator<List<String>> change) throws IOException {
        List<String> lines;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(segment))) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (String line : change.apply(lines)) out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
