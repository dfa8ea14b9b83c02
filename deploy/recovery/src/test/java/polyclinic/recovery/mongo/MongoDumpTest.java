package polyclinic.recovery.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Mongo;
import polyclinic.recovery.manifest.ContentDigest;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StagedFile;
import polyclinic.recovery.repository.StoredFile;
import polyclinic.recovery.repository.TestRepositories;

/** Two real servers: dumped from the one, loaded into the other. */
class MongoDumpTest {
    @TempDir
    private Path dir;

    @Test
    void a_dump_brings_back_documents_and_indexes_and_nothing_else() {
        BackupRepository repository = TestRepositories.in(dir.resolve("backups"));
        try (Mongo one = Mongo.start(dir.resolve("one"), Probe.freePort());
                Mongo two = Mongo.start(dir.resolve("two"), Probe.freePort());
                MongoDeployment from = MongoDeployment.at(one.url());
                MongoDeployment to = MongoDeployment.at(two.url())) {
            fill(from.database("notes"));
            assertThat(from.databases()).containsExactly("notes");
            assertThat(from.mark("20260101T000000Z").marker()).isEqualTo("20260101T000000Z");
            MongoDump dump = new MongoDump(from, dir.resolve("held"), repository, "20260101T000000Z", true);
            dump.hold(List.of("notes"));
            from.database("notes").getCollection("note").insertOne(new Document("_id", "after").append("number", -1));
            dump.dump(List.of("notes"));
            from.database("notes").getCollection("note").deleteOne(new Document("_id", "after"));
            assertThat(dir.resolve("held")).isEmptyDirectory();
            dump.staged().forEach(repository::publish);
            List<StoredFile> files =
                    dump.staged().stream().map(StagedFile::file).toList();
            assertThat(files)
                    .extracting(StoredFile::name)
                    .contains(
                            "dump/20260101T000000Z/notes/note.bson.gz",
                            "dump/20260101T000000Z/notes/note.metadata.json.gz",
                            "dump/20260101T000000Z/notes/photos.chunks.bson.gz");

            // A point without copies knows the same and writes nothing.
            MongoDump read = new MongoDump(from, dir.resolve("held"), repository, "20260102T000000Z", false);
            read.hold(List.of("notes"));
            read.dump(List.of("notes"));
            assertThat(read.staged()).isEmpty();
            assertThat(read.digests()).containsExactlyElementsOf(dump.digests().subList(0, 1));

            MongoLoad.load(files, repository, to);
            TrailMark.set(to);
            TrailMark.set(to);
            assertThat(to.database("audit").getCollection("rebuild").find())
                    .as("what audit-service looks for at its start")
                    .containsExactly(new Document("_id", "rebuild"));

            assertThat(MongoDump.digests(to, List.of("notes")))
                    .containsExactlyInAnyOrderElementsOf(dump.digests())
                    .extracting(ContentDigest::count)
                    .containsExactly(1200L, 1L);
            assertThatThrownBy(() -> to.database("notes")
                            .getCollection("note")
                            .insertOne(new Document("_id", "other").append("number", 7)))
                    .isInstanceOf(MongoWriteException.class);
            to.database("notes").getCollection("note").deleteOne(new Document("_id", "note-3"));
            assertThat(MongoDump.digests(to, List.of("notes"))).isNotEqualTo(dump.digests());
        }
    }

    private static void fill(MongoDatabase notes) {
        notes.getCollection("note")
                .createIndex(
                        new Document("number", 1),
                        new IndexOptions().unique(true).name("number"));
        notes.getCollection("note")
                .insertMany(IntStream.range(0, 1200)
                        .mapToObj(number -> new Document("_id", "note-" + number)
                                .append("number", number)
                                .append("version", (long) number)
                                .append("weight", 71.5)
                                .append("at", Date.from(Instant.EPOCH))
                                .append("parts", List.of(new Document("text", "soap ☂"), new Document())))
                        .toList());
        notes.getCollection("photos.chunks")
                .insertOne(new Document("_id", "chunk").append("data", new Binary(new byte[] {1, 2, 3})));
    }
}
