package polyclinic.notes.store;

import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import polyclinic.commons.web.PageKey;
import polyclinic.commons.web.TimeRange;

/** Conditions of lists that are sorted by a time, then by the id. */
public final class ListConditions {
    private ListConditions() {}

    /** None for a range without ends. */
    public static List<Bson> within(TimeRange range, String field) {
        List<Bson> conditions = new ArrayList<>();
        if (range.from() != null) conditions.add(Filters.gte(field, range.from()));
        if (range.before() != null) conditions.add(Filters.lt(field, range.before()));
        return conditions;
    }

    /** What follows a page in a list with the newest first. */
    public static Bson olderThan(PageKey last, String field) {
        return Filters.or(
                Filters.lt(field, last.at()), Filters.and(Filters.eq(field, last.at()), Filters.lt("_id", last.id())));
    }

    /** What follows a page in a list with the oldest first. */
    public static Bson newerThan(PageKey last, String field) {
        return Filters.or(
                Filters.gt(field, last.at()), Filters.and(Filters.eq(field, last.at()), Filters.gt("_id", last.id())));
    }
}
