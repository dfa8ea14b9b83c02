package polyclinic.local.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;

/** Positions are made when they are asked for; of many documents before that, if they ever were. */
class LookupPositionsTest {
    private static final int MANY = 10_500;
    private static final int TAGS = 7;

    private final MVMap<Object, Document> documents = MVStore.open(null).openMap("documents");
    private final Map<String, Boolean> asked = new HashMap<>();
    private final LookupPositions tags = positions("tag");
    private final LookupPositions numbers = positions("number");
    private int read;

    @Test
    void few_are_read_when_somebody_asks() {
        for (int i = 0; i < 100; i++) put(i, i % TAGS);
        assertThat(read).isZero();

        theSameAsThere();
        assertThat(read).isNotZero();
        change();
        theSameAsThere();
    }

    @Test
    void of_many_in_a_file_those_that_were_ever_asked_for_are_made_before_anybody_asks() {
        for (int i = 0; i < MANY; i++) documents.put(i, document(i, i % TAGS));
        tags.of(List.of(1));
        LookupPositions reopened = positions("tag");
        LookupPositions never = positions("number");
        read = 0;

        LookupPositions.makeOfMany(documents, List.of(reopened, never));
        assertThat(read).isEqualTo(MANY);

        assertThat(reopened.of(List.of(3))).isEqualTo(there("tag", 3));
        assertThat(read).isEqualTo(MANY);
        assertThat(never.of(List.of(3))).isEqualTo(there("number", 3));
        assertThat(read).isEqualTo(2 * MANY);
    }

    private void change() {
        for (int i = 0; i < documents.size(); i += 5) {
            remove(i);
            documents.remove(i);
        }
        for (int i = 1; i < documents.size(); i += 5) {
            remove(i);
            put(i, 3);
        }
    }

    private void put(int position, int tag) {
        Document document = document(position, tag);
        documents.put(position, document);
        tags.put(document, position);
        numbers.put(document, position);
    }

    private void remove(int position) {
        Document document = documents.get(position);
        if (document == null) return;
        tags.remove(document, position);
        numbers.remove(document, position);
    }

    private void theSameAsThere() {
        for (int tag = 0; tag <= TAGS; tag++) assertThat(tags.of(List.of(tag))).isEqualTo(there("tag", tag));
        assertThat(tags.of(List.of(1, 2, 2.0)))
                .hasSize(there("tag", 1).size() + there("tag", 2).size());
        for (int number : new int[] {0, 1, 2, 99, MANY - 1, MANY})
            assertThat(numbers.of(List.of(number))).isEqualTo(there("number", number));
    }

    private Set<Object> there(String field, int value) {
        return documents.entrySet().stream()
                .filter(entry -> Objects.equals(entry.getValue().get(field), value))
                .map(entry -> entry.getKey())
                .collect(Collectors.toSet());
    }

    private LookupPositions positions(String field) {
        return new LookupPositions(documents, document -> keys(document, field), field, asked);
    }

    private Set<KeyValue> keys(Document document, String field) {
        read++;
        return Set.of(new KeyValue(document.get(field)).normalized());
    }

    private static Document document(int number, int tag) {
        return new Document("number", number).append("tag", tag);
    }
}
