package polyclinic.local.mongo;

import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code $or} of a query that every result must meet, answered by an index for each alternative, as MongoDB does. The library reads
 * the whole collection for it.
 */
final class QueryAlternatives {
    private QueryAlternatives() {}

    /**
     * Where the documents are that may match: the collection checks the whole query on each of them. Null when no {@code $or} of
     * the query has an index for each alternative.
     */
    static @Nullable Set<Object> positions(Document query, List<Index<Object>> indexes) {
        List<Collection<?>> found = new ArrayList<>();
        collect(query, found);
        for (Collection<?> alternatives : found) {
            Set<Object> positions = new LinkedHashSet<>();
            if (alternatives.stream().allMatch(one -> one instanceof Document each && find(each, indexes, positions)))
                return positions;
        }
        return null;
    }

    private static boolean find(Document alternative, List<Index<Object>> indexes, Set<Object> positions) {
        for (Index<Object> index : indexes)
            if (index.canHandle(alternative)) {
                index.getPositions(alternative).forEach(positions::add);
                return true;
            }
        return false;
    }

    private static void collect(Document query, List<Collection<?>> found) {
        query.forEach((name, condition) -> {
            if (!(condition instanceof Collection<?> several)) return;
            if (name.equals("$or")) found.add(several);
            if (name.equals("$and"))
                for (Object one : several) {
                    if (one instanceof Document nested) collect(nested, found);
                }
        });
    }
}
