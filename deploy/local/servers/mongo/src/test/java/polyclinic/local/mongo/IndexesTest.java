package polyclinic.local.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collection with indexes and one without tell the same, whatever is done to both. */
class IndexesTest {
    private static final Random RANDOM = new Random(7);
    private static final List<UUID> PEOPLE =
            Stream.generate(UUID::randomUUID).limit(5).toList();

    @TempDir
    Path dir;

    private MongoServer server;
    private MongoClient client;
    private MongoCollection<Document> indexed;
    private MongoCollection<Document> plain;

    @BeforeEach
    void start() {
        server = new MongoServer(new MongoStandIn(dir.resolve("data").toString()));
        InetSocketAddress address = server.bind();
        client = MongoClients.create(MongoClientSettings.builder()
                .uuidRepresentation(UuidRepresentation.STANDARD)
                .retryWrites(false)
                .applyToClusterSettings(cluster ->
                        cluster.hosts(List.of(new ServerAddress(address.getHostString(), address.getPort()))))
                .build());
        indexed = client.getDatabase("test").getCollection("indexed");
        plain = client.getDatabase("test").getCollection("plain");
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void indexes_change_no_answer() {
        makeIndexes();
        makeCompoundIndex();
        for (int i = 0; i < 200; i++) insert(i);
        sameAnswers();
        for (int i = 0; i < 150; i++) change();
        sameAnswers();

        stop();
        start();

        sameAnswers();
        for (int i = 0; i < 50; i++) change();
        sameAnswers();
    }

    @Test
    void an_index_that_is_made_late_knows_what_was_there() {
        for (int i = 0; i < 100; i++) insert(i);
        makeIndexes();
        makeCompoundIndex();
        sameAnswers();
        change();
        sameAnswers();
    }

    @Test
    void a_guarded_update_finds_its_document_by_the_id_and_obeys_the_guard() {
        makeIndexes();
        indexed.insertOne(new Document("_id", "a").append("version", 3).append("number", 1));

        assertThat(guarded(2, new UpdateOptions())).isZero();
        assertThat(guarded(4, new UpdateOptions())).isOne();
        assertThat(indexed.find(Filters.eq("_id", "a")).first()).containsEntry("version", 4);
        Assertions.assertThatThrownBy(() -> guarded(2, new UpdateOptions().upsert(true)))
                .hasMessageContaining("duplicate key");
    }

    @Test
    void a_unique_index_refuses_what_is_there_and_lets_in_what_was_taken_away() {
        makeIndexes();
        for (Object number : List.of(1, 1L, 1.0, "1", "d1", new Document("a", 1), true, new ObjectId()))
            if (indexed.countDocuments(Filters.eq("number", number)) == 0)
                indexed.insertOne(new Document("number", number));
        assertThat(indexed.countDocuments()).isEqualTo(6);

        Assertions.assertThatThrownBy(() -> indexed.insertOne(new Document("_id", "again").append("number", 1)))
                .hasMessageContaining("duplicate key");
        indexed.deleteOne(Filters.eq("number", 1));
        indexed.insertOne(new Document("_id", "again").append("number", 1));
        indexed.drop();
        makeIndexes();
        indexed.insertOne(new Document("_id", "again").append("number", 1));
        assertThat(indexed.countDocuments(Filters.eq("number", 1))).isOne();
    }

    @Test
    void alternatives_are_looked_up_where_each_has_an_index() {
        MVMap<Object, de.bwaldvogel.mongo.bson.Document> there =
                MVStore.open(null).openMap("there");
        there.put(1, document("person", "a"));
        there.put(2, document("tags", List.of("s", "t")));
        there.put(3, document("tags", "s"));
        List<Index<Object>> indexes = Stream.of("person", "tags")
                .<Index<Object>>map(field ->
                        new LookupIndex(field, List.of(new IndexKey(field, true)), there, field, new HashMap<>()))
                .toList();

        assertThat(QueryAlternatives.positions(or(document("person", "a"), document("tags", "t")), indexes))
                .containsExactlyInAnyOrder(1, 2);
        assertThat(QueryAlternatives.positions(
                        document("$and", List.of(document("x", 1), or(document("person", "a"), document("tags", "s")))),
                        indexes))
                .containsExactlyInAnyOrder(1, 2, 3);
        assertThat(QueryAlternatives.positions(or(document("person", "a"), document("other", "t")), indexes))
                .isNull();
        assertThat(QueryAlternatives.positions(document("person", "a"), indexes))
                .isNull();
    }

    @Test
    void the_keys_alone_tell_how_many_there_are_and_in_which_order() {
        UniqueIndex index = new UniqueIndex(
                MVStore.open(null).openMap("positions"),
                "beds",
                List.of(new IndexKey("ward", true), new IndexKey("bed", true)),
                false);
        for (int bed = 1; bed <= 9; bed++) index.add(document("ward", 1).append("bed", bed), bed, null);
        var above = document("ward", 1).append("bed", document("$gt", 3));
        var between = document("$and", List.of(above, document("bed", document("$lte", 6))));

        assertThat(index.count(document("ward", 1))).isEqualTo(9);
        assertThat(index.count(between)).isEqualTo(3);
        assertThat(index.count(document("ward", 2))).isZero();
        assertThat(index.count(document("ward", 1).append("person", "a"))).isNull();
        assertThat(index.inOrder(between, document("bed", -1))).containsExactly(6, 5, 4);
        assertThat(index.inOrder(document("ward", 1).append("person", "a"), document("bed", 1)))
                .startsWith(1, 2)
                .hasSize(9);
        assertThat(index.inOrder(above, document("person", 1))).isNull();

        index.add(document("ward", 1).append("bed", "cot"), 10, null);

        assertThat(index.count(document("ward", 1))).isEqualTo(10);
        assertThat(index.count(between)).isEqualTo(3);
        assertThat(index.inOrder(document("ward", 1), document("bed", 1))).isNull();
    }

    private static de.bwaldvogel.mongo.bson.Document or(de.bwaldvogel.mongo.bson.Document... alternatives) {
        return document("$or", List.of(alternatives));
    }

    private static de.bwaldvogel.mongo.bson.Document document(String field, Object value) {
        return new de.bwaldvogel.mongo.bson.Document(field, value);
    }

    private long guarded(int version, UpdateOptions options) {
        return indexed.updateOne(
                        Filters.and(Filters.eq("_id", "a"), Filters.lt("version", version)),
                        Updates.set("version", version),
                        options)
                .getMatchedCount();
    }

    private void makeIndexes() {
        indexed.createIndex(Indexes.ascending("number"), new IndexOptions().unique(true));
        indexed.createIndex(Indexes.ascending("person", "at"));
        indexed.createIndex(Indexes.ascending("tags"));
        indexed.createIndex(Indexes.ascending("nested.word"));
    }

    private void makeCompoundIndex() {
        indexed.createIndex(Indexes.ascending("group", "place"), new IndexOptions().unique(true));
        indexed.createIndex(Indexes.ascending("ward", "bed"), new IndexOptions().unique(true));
    }

    private void insert(int i) {
        Document document = new Document("_id", "id" + i)
                .append("number", i)
                .append("group", i % 2 == 0 ? (Object) (i % 3) : (Object) (long) (i % 3))
                .append("place", i % 7 == 0 ? (Object) ("p" + i) : (Object) (i - 20))
                .append("ward", i % 2)
                .append("bed", i % 5 == 0 ? (Object) (i * 0.5) : (Object) (long) (i - 40))
                .append("version", RANDOM.nextInt(5))
                .append("person", person())
                .append("at", RANDOM.nextInt(1000))
                .append("tags", tags())
                .append("nested", new Document("word", "w" + RANDOM.nextInt(4)));
        if (RANDOM.nextInt(10) == 0) document.remove("person");
        indexed.insertOne(new Document(document));
        plain.insertOne(document);
    }

    private void change() {
        Bson which = filters().get(RANDOM.nextInt(filters().size()));
        int what = RANDOM.nextInt(5);
        Bson update =
                switch (what) {
                    case 0 -> Updates.set("person", person());
                    case 1 -> Updates.set("tags", tags());
                    case 2 -> Updates.addToSet("tags", "t" + RANDOM.nextInt(6));
                    case 3 -> Updates.unset("person");
                    default -> Updates.set("nested.word", "w" + RANDOM.nextInt(4));
                };
        boolean remove = RANDOM.nextInt(8) == 0;
        String id = "id" + RANDOM.nextInt(200);
        for (MongoCollection<Document> each : List.of(indexed, plain)) {
            if (remove) each.deleteOne(Filters.and(Filters.eq("_id", id), Filters.gte("version", 0)));
            else each.updateMany(which, update);
        }
    }

    private void sameAnswers() {
        for (int round = 0; round < 10; round++)
            for (Bson filter : filters()) {
                List<Document> one = found(indexed, filter);
                assertThat(one).as(filter.toString()).isEqualTo(found(plain, filter));
                assertThat(indexed.countDocuments(filter)).isEqualTo(one.size());
                for (Document order : List.of(new Document("bed", 1), new Document("bed", -1), new Document("at", 1)))
                    assertThat(first(indexed, filter, order)).isEqualTo(first(plain, filter, order));
            }
        assertThat(indexed.estimatedDocumentCount())
                .isEqualTo(indexed.countDocuments())
                .isEqualTo(plain.estimatedDocumentCount());
        Set<Integer> versions =
                indexed.find().map(found -> found.getInteger("version")).into(new TreeSet<>());
        assertThat(indexed.distinct("version", Integer.class)).containsExactlyElementsOf(versions);
        assertThat(indexed.distinct("tags", String.class))
                .containsExactlyElementsOf(plain.distinct("tags", Filters.exists("_id"), String.class));
        assertThat(indexed.distinct("nothing", String.class)).isEmpty();
        // By the unique indexes, and by reading all.
        for (String field : List.of("group", "number", "_id"))
            assertThat(indexed.distinct(field, BsonValue.class).map(IndexesTest::plain))
                    .as(field)
                    .containsExactlyInAnyOrderElementsOf(
                            plain.distinct(field, BsonValue.class).map(IndexesTest::plain));
    }

    /** 1 and 1L are one value. */
    private static Object plain(BsonValue value) {
        return value.isNumber() ? (Object) value.asNumber().longValue() : value;
    }

    private static List<Document> found(MongoCollection<Document> collection, Bson filter) {
        return collection.find(filter).sort(new Document("_id", 1)).into(new ArrayList<>());
    }

    /** What the order tells apart: more than one document may have the same value. */
    private static List<Object> first(MongoCollection<Document> collection, Bson filter, Document order) {
        String field = order.keySet().iterator().next();
        return collection
                .find(filter)
                .sort(order)
                .skip(1)
                .limit(3)
                .map(found -> found.get(field))
                .into(new ArrayList<>());
    }

    private List<Bson> filters() {
        UUID person = person();
        return List.of(
                Filters.eq("_id", "id" + RANDOM.nextInt(220)),
                Filters.and(Filters.eq("_id", "id" + RANDOM.nextInt(220)), Filters.lt("version", 3)),
                Filters.and(Filters.in("_id", "id1", "id2", "id300"), Filters.gte("version", 1)),
                Filters.eq("number", RANDOM.nextInt(220)),
                Filters.regex("_id", "^id1"),
                Filters.eq("group", 1),
                Filters.and(Filters.eq("group", 1.0), Filters.gt("place", 50)),
                Filters.and(Filters.eq("group", 2), Filters.gte("place", -3), Filters.lt("place", 70L)),
                new Document("group", 0).append("place", new Document("$gt", -12).append("$lte", 9.5)),
                Filters.and(Filters.eq("group", 0), Filters.gt("place", "p1")),
                Filters.and(Filters.eq("group", 0), Filters.exists("place"), Filters.eq("person", person)),
                Filters.and(Filters.eq("group", 1), Filters.eq("place", 1)),
                Filters.eq("ward", 1),
                Filters.and(Filters.eq("ward", 0), Filters.gt("bed", 3), Filters.lte("bed", 90)),
                Filters.and(Filters.eq("ward", 1), Filters.gt("bed", 3), Filters.gt("bed", 90)),
                Filters.and(Filters.eq("ward", 1), Filters.gte("bed", 20), Filters.eq("person", person)),
                Filters.eq("number", null),
                Filters.and(Filters.eq("number", RANDOM.nextInt(200)), Filters.eq("person", person)),
                Filters.eq("person", person),
                Filters.eq("person", null),
                Filters.in("person", person, person()),
                Filters.and(Filters.eq("person", person), Filters.gt("at", 500)),
                Filters.or(Filters.eq("person", person), Filters.eq("tags", "t1")),
                Filters.or(Filters.eq("person", person), Filters.eq("version", 1)),
                Filters.and(
                        Filters.or(Filters.lt("at", 100), Filters.gt("at", 700)),
                        Filters.or(Filters.eq("nested.word", "w1"), Filters.eq("_id", "id" + RANDOM.nextInt(220))),
                        Filters.gt("version", 1)),
                Filters.and(Filters.eq("tags", "t1"), Filters.eq("tags", "t2")),
                Filters.all("tags", "t1", "t2"),
                Filters.eq("tags", "t3"),
                Filters.ne("person", person),
                Filters.regex("tags", "^t[12]"),
                Filters.eq("nested.word", "w1"),
                Filters.and(Filters.eq("nested.word", "w2"), Filters.exists("person")));
    }

    private static UUID person() {
        return PEOPLE.get(RANDOM.nextInt(PEOPLE.size()));
    }

    private static List<String> tags() {
        return RANDOM.ints(RANDOM.nextInt(4), 0, 6)
                .distinct()
                .mapToObj(number -> "t" + number)
                .toList();
    }
}
