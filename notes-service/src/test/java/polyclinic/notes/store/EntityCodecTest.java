package polyclinic.notes.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.notes.content.Author;

class EntityCodecTest {
    private static final CodecRegistry CODECS = CodecRegistries.withUuidRepresentation(
            CodecRegistries.fromRegistries(
                    CodecRegistries.fromProviders(new EntityCodecProvider()),
                    MongoClientSettings.getDefaultCodecRegistry()),
            UuidRepresentation.STANDARD);

    private final Codec<Chart> codec = CODECS.get(Chart.class);

    @Test
    void private_state_comes_back_as_it_was_stored() {
        Chart chart = chart();

        Chart read = decode(encode(chart));

        assertThat(read).usingRecursiveComparison().isEqualTo(chart);
    }

    @Test
    void a_field_has_its_own_name_or_the_stored_one_that_it_is_given_and_null_is_not_stored() {
        BsonDocument stored = encode(chart());

        assertThat(stored.keySet())
                .containsExactlyInAnyOrder("_id", "version", "reader", "kind", "content", "lines", "pending");
        assertThat(stored.keySet().iterator().next()).isEqualTo("_id");
    }

    @Test
    void what_has_no_field_is_passed_over_and_a_stored_null_is_null() {
        BsonDocument stored = encode(chart());
        stored.append("old", new BsonString("x")).append("reader", BsonNull.VALUE);

        Chart read = decode(stored);

        assertThat(read.author).isNull();
        assertThat(read.version).isEqualTo(7);
    }

    private static Chart chart() {
        Chart chart = new Chart();
        chart.id = UUID.randomUUID();
        chart.version = 7;
        chart.author = new Author("a-1", "ada");
        chart.kind = Kind.SOAP;
        chart.content = new Document("plan", List.of("rest", 1)).append("empty", null);
        chart.lines = new ArrayList<>(List.of(chart.author));
        chart.markPending();
        return chart;
    }

    private BsonDocument encode(Chart chart) {
        BsonDocument stored = new BsonDocument();
        codec.encode(
                new BsonDocumentWriter(stored),
                chart,
                EncoderContext.builder().isEncodingCollectibleDocument(true).build());
        return stored;
    }

    private Chart decode(BsonDocument stored) {
        return codec.decode(
                new BsonDocumentReader(stored), DecoderContext.builder().build());
    }

    private enum Kind {
        SOAP
    }

    private abstract static class Sent {
        private @Nullable Boolean pending;

        void markPending() {
            pending = true;
        }
    }

    @MongoEntity(collection = "charts")
    @SuppressWarnings("NullAway.Init")
    private static final class Chart extends Sent {
        private static final int NOT_STORED = 1;

        @BsonId
        private UUID id;

        private long version = NOT_STORED;

        @BsonProperty("reader")
        private @Nullable Author author;

        private Kind kind;
        private Document content;
        private List<Author> lines;
        private @Nullable String comment;
    }
}
