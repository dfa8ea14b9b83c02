package polyclinic.commons.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.filters.ProblemMappers;

/**
 * A business rule said no: a fact with a slug, which {@link ProblemMappers} turns into {@code application/problem+json}
 * (RFC 9457). It knows HTTP only as a status number, so entities and rules can throw it and plain tests can catch it.
 *
 * <p>{@code detail} never holds patient data. A member that shows some does so as the audit package's {@code PatientData}: then the
 * answer is a read, which is recorded before it leaves.
 */
public class Problem extends RuntimeException {
    private final int status;
    private final String detail;
    private final String slug;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private transient @Nullable Entity entity;

    /**
     * @param status HTTP status, 400–599
     * @param slug kebab-case name; the problem's type becomes {@code urn:polyclinic:problem:<slug>}
     * @param detail one sentence for the person who reads it
     */
    public Problem(int status, String slug, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.detail = detail;
        this.slug = slug;
    }

    /** Adds an extension member, for example {@code candidates}. */
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    /**
     * Says for the audit trail alone what was refused: the client is told none of it. A refusal that names a patient is recorded
     * as a denied look at that patient's data.
     *
     * @param type the noun in snake case
     * @param id its id, or null
     * @param patientId whose data it is, or null when there is no such thing
     */
    public Problem about(String type, @Nullable Object id, @Nullable UUID patientId) {
        entity = new Entity(type, id == null ? null : id.toString(), patientId);
        return this;
    }

    /** 422 {@code invalid-input} with one violation. */
    public static Problem invalid(String field, String message) {
        return invalid(List.of(new Violation(field, message)));
    }

    /** 422 {@code invalid-input} with its violations. */
    public static Problem invalid(List<Violation> violations) {
        return new Problem(422, "invalid-input", "The input is not valid.").with("violations", violations);
    }

    /**
     * The same refusal where the input is one of a list: fields that are not valid are named within it.
     *
     * @param place such as {@code entries[3]}
     */
    public Problem within(String place) {
        if (!(members.get("violations") instanceof List<?> violations)) return this;
        return invalid(violations.stream()
                .map(Violation.class::cast)
                .map(violation -> new Violation(place + "." + violation.field(), violation.message()))
                .toList());
    }

    public String detail() {
        return detail;
    }

    public int status() {
        return status;
    }

    /** Seconds after which a caller who was told 429 or 503 may try again. */
    public int retryAfterSeconds() {
        return 2;
    }

    public String slug() {
        return slug;
    }

    public Map<String, Object> members() {
        return members;
    }

    /** What was refused, for the audit trail; null when nobody said. */
    public @Nullable Entity entity() {
        return entity;
    }

    /** The thing that a problem is about. */
    public record Entity(
            String type, @Nullable String id, @Nullable UUID patientId) {}

    /** One field that is wrong and why; {@code field} is a path such as {@code items[0].dose}. */
    public record Violation(String field, String message) {}
}
