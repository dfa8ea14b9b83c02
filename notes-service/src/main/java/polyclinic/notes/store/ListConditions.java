package polyclinic.notes.store;

import com.mongodb.client.model.Filters;
import io.quarkus.mongodb.FindOptions;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.web.PageKey;
import polyclinic.commons.web.TimeRange;

/** Lists that are sorted by a time, then by the id: what belongs to a page, and how it is read. */
public final class ListConditions {
    /** Rows fetched at once. A content may have 256 KiB, and a page ends at a mebibyte: more would be read in vain. */
    public static final int ROWS_AT_ONCE = 16;

    private ListConditions() {}

    /** How the rows of a page are read: one more than the limit, as long as somebody takes them. */
    public static FindOptions read(Bson order, int limit) {
        return new FindOptions().sort(order).limit(limit + 1).batchSize(Math.min(limit + 1, ROWS_AT_ONCE));
    }

    /** None for a range without ends. */
    public static List<Bson> within(TimeRange range, String field) {
        List<Bson> conditions = new ArrayList<>();
        if (range.from() != null) conditions.add(Filters.gte(field, range.from()));
        if (range.before() != null) conditions.add(Filters.lt(field, range.before()));
        return conditions;
    }

    /** What comes from elsewhere under this id there; none where that is not asked. */
    public static List<Bson> from(@Nullable ExternalId externalId) {
        if (externalId == null) return List.of();
        return List.of(
                Filters.eq("provenance.source", externalId.source()),
                Filters.eq("provenance.externalId", externalId.id()));
    }

    /** What follows a page in a list with the newest first. */
    public static Bson olderThan(PageKey last, String field) {
        return Filters.or(
                Filters.lt(field, last.at()), Filters.and(Filters.eq(field, last.at()), Filters.lt("_id", last.id())));
    }

    /** A page that begins with that row in a list with the newest first. */
    public static Bson notNewerThan(PageKey first, String field) {
        return Filters.or(
                Filters.lt(field, first.at()),
                Filters.and(Filters.eq(field, first.at()), Filters.lte("_id", first.id())));
    }

    /** What follows a page in a list with the oldest first. */
    public static Bson newerThan(PageKey last, String field) {
        return Filters.or(
                Filters.gt(field, last.at()), Filters.and(Filters.eq(field, last.at()), Filters.gt("_id", last.id())));
    }
}
