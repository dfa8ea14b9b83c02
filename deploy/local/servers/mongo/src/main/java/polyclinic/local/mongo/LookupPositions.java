package polyclinic.local.mongo;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Which documents have a value, in memory. It is made when it is asked for the first time, so that a write costs nothing for an index that
 * is not used. Of many documents those that were ever asked for are made at the start: who had to wait would keep everybody else waiting.
 */
final class LookupPositions {
    /** So many documents are read in less time than anybody notices. */
    private static final long FEW = 10_000;

    private final MVMap<Object, Document> documents;
    private final Function<Document, Set<KeyValue>> keys;
    private final String name;
    private final Map<String, Boolean> asked;

    /** Value → the one position, or a {@link Positions} of several: most values of a large collection have one. */
    private @Nullable Map<Object, Object> made;

    private static final class Positions extends LinkedHashSet<Object> {
        Positions(Object first, Object second) {
            super(List.of(first, second));
        }
    }

    /**
     * @param keys the values under which a document is found, of one field each
     * @param name by which {@code asked} knows this one
     * @param asked kept from start to start
     */
    LookupPositions(
            MVMap<Object, Document> documents,
            Function<Document, Set<KeyValue>> keys,
            String name,
            Map<String, Boolean> asked) {
        this.documents = documents;
        this.keys = keys;
        this.name = name;
        this.asked = asked;
    }

    /** Makes those of a collection that has many documents, all in one pass. */
    static void makeOfMany(MVMap<Object, Document> documents, Collection<LookupPositions> all) {
        if (documents.sizeAsLong() <= FEW) return;
        List<LookupPositions> wanted =
                all.stream().filter(one -> one.asked.containsKey(one.name)).toList();
        if (wanted.isEmpty()) return;
        wanted.forEach(one -> one.made = new HashMap<>());
        documents.forEach((position, document) -> wanted.forEach(one -> one.put(document, position)));
    }

    /** The documents with one of the values. */
    synchronized Set<Object> of(Iterable<?> values) {
        Map<Object, Object> positions = made == null ? make() : made;
        Set<Object> found = new LinkedHashSet<>();
        for (Object value : values) {
            Object there = positions.get(new KeyValue(value).normalized().get(0));
            if (there instanceof Positions several) found.addAll(several);
            else if (there != null) found.add(there);
        }
        return found;
    }

    synchronized void put(Document document, Object position) {
        if (made != null) put(made, document, position);
    }

    synchronized void remove(Document document, Object position) {
        if (made == null) return;
        for (KeyValue key : keys.apply(document))
            made.computeIfPresent(key.get(0), (same, there) -> {
                if (!(there instanceof Positions several)) return there.equals(position) ? null : there;
                several.remove(position);
                return several.isEmpty() ? null : several;
            });
    }

    synchronized void drop() {
        made = null;
        asked.remove(name);
    }

    private Map<Object, Object> make() {
        Map<Object, Object> making = new HashMap<>();
        documents.forEach((position, document) -> put(making, document, position));
        made = making;
        asked.put(name, true);
        return making;
    }

    private void put(Map<Object, Object> positions, Document document, Object position) {
        for (KeyValue key : keys.apply(document)) {
            Object value = key.get(0);
            // No query asks an index for what is not there.
            if (Missing.isNullOrMissing(value)) continue;
            positions.merge(value, position, (there, added) -> {
                if (there.equals(added)) return there;
                if (!(there instanceof Positions several)) return new Positions(there, added);
                several.add(added);
                return several;
            });
        }
    }
}
