package polyclinic.audit.trail;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.conversions.Bson;
import polyclinic.audit.chain.Entry;
import polyclinic.commons.problem.Problem;

/**
 * What a query of the trail asks for. Values only ever stand on the right-hand side of an equality or a comparison, as
 * text, so no operator can come in with them.
 */
public final class Filter {
    static final Bson NEWEST_FIRST = Sorts.descending("occurredAt", "_id");

    @QueryParam("patientId")
    UUID patientId;

    /** Subject or user name. */
    @QueryParam("actor")
    @Size(max = 200)
    String actor;

    @QueryParam("action")
    @Size(max = 200)
    String action;

    @QueryParam("entityType")
    @Size(max = 200)
    String entityType;

    @QueryParam("entityId")
    @Size(max = 200)
    String entityId;

    @QueryParam("outcome")
    @Size(max = 20)
    String outcome;

    /** At or after. */
    @QueryParam("from")
    Instant from;

    /** Before. */
    @QueryParam("to")
    Instant to;

    static Filter ofPatient(UUID patientId) {
        Filter filter = new Filter();
        filter.patientId = patientId;
        return filter;
    }

    Filter checked() {
        if (from != null && to != null && !from.isBefore(to)) throw Problem.invalid("to", "must be after from");
        return this;
    }

    boolean isEmpty() {
        return conditions().isEmpty();
    }

    Bson bson() {
        List<Bson> conditions = conditions();
        return conditions.isEmpty() ? Filters.empty() : Filters.and(conditions);
    }

    /** What follows an entry in {@link #NEWEST_FIRST}. */
    Bson after(String occurredAt, String key) {
        List<Bson> conditions = conditions();
        conditions.add(Filters.or(
                Filters.lt("occurredAt", occurredAt),
                Filters.and(Filters.eq("occurredAt", occurredAt), Filters.lt("_id", key))));
        return Filters.and(conditions);
    }

    private List<Bson> conditions() {
        List<Bson> conditions = new ArrayList<>();
        if (patientId != null) conditions.add(Filters.eq("patientId", patientId.toString()));
        if (is(actor)) conditions.add(Filters.or(Filters.eq("actor.subject", actor), Filters.eq("actor.name", actor)));
        if (is(action)) conditions.add(Filters.eq("action", action));
        if (is(entityType)) conditions.add(Filters.eq("entityType", entityType));
        if (is(entityId)) conditions.add(Filters.eq("entityId", entityId));
        if (is(outcome)) conditions.add(Filters.eq("outcome", outcome));
        if (from != null) conditions.add(Filters.gte("occurredAt", Entry.time(from)));
        if (to != null) conditions.add(Filters.lt("occurredAt", Entry.time(to)));
        return conditions;
    }

    private static boolean is(String text) {
        return text != null && !text.isEmpty();
    }
}
