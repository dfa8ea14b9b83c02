package polyclinic.commons.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import polyclinic.commons.filters.ProblemMappers;

/**
 * A business rule said no: a fact with a slug, which {@link ProblemMappers} turns into {@code application/problem+json}
 * (RFC 9457). It knows HTTP only as a status number, so entities and rules can throw it and plain tests can catch it.
 *
 * <p>Neither {@code detail} nor a member may hold patient data.
 */
public class Problem extends RuntimeException {
    private final int status;
    private final String detail;
    private final String slug;
    private final transient Map<String, Object> members = new LinkedHashMap<>();

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

    /** 422 {@code invalid-input} with one violation. */
    public static Problem invalid(String field, String message) {
        return invalid(List.of(new Violation(field, message)));
    }

    /** 422 {@code invalid-input} with its violations. */
    public static Problem invalid(List<Violation> violations) {
        return new Problem(422, "invalid-input", "The input is not valid.").with("violations", violations);
    }

    public String detail() {
        return detail;
    }

    public int status() {
        return status;
    }

    public String slug() {
        return slug;
    }

    public Map<String, Object> members() {
        return members;
    }

    /** One field that is wrong and why; {@code field} is a path such as {@code items[0].dose}. */
    public record Violation(String field, String message) {}
}
