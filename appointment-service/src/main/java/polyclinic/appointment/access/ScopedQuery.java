package polyclinic.appointment.access;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.provenance.ExternalId;

/**
 * The conditions of an HQL query over an entity with {@code patientId} and {@code doctorId}: first what the caller may see,
 * then what they ask for.
 */
public final class ScopedQuery {
    private static final String WITH_DOCTOR = "doctorId in (select d.id from Doctor d where d.subject = :scopeDoctor)";

    private final StringBuilder conditions = new StringBuilder();
    private final Map<String, Object> parameters = new HashMap<>();

    private ScopedQuery(String scope) {
        conditions.append(scope);
    }

    public static ScopedQuery within(Scope scope) {
        return scope.match(
                () -> new ScopedQuery("1 = 1"),
                patient -> new ScopedQuery("patientId = :scopePatient").with("scopePatient", patient),
                doctor -> new ScopedQuery(WITH_DOCTOR).with("scopeDoctor", doctor),
                (patient, doctor) -> new ScopedQuery("(patientId = :scopePatient or " + WITH_DOCTOR + ")")
                        .with("scopePatient", patient)
                        .with("scopeDoctor", doctor),
                () -> new ScopedQuery("1 = 0"));
    }

    /** Begins with what the caller may see, as it stands: for statements in SQL. */
    static ScopedQuery where(String visible) {
        return new ScopedQuery(visible);
    }

    /** Adds a condition on the parameter {@code name}, unless nothing is asked for. */
    public ScopedQuery and(String condition, String name, @Nullable Object value) {
        return value == null ? this : and(condition).with(name, value);
    }

    /** What comes from elsewhere under this id there; no condition where that is not asked. */
    public ScopedQuery from(@Nullable ExternalId externalId) {
        if (externalId == null) return this;
        return and("provenanceSource = :source", "source", externalId.source())
                .and("provenanceExternalId = :externalId", "externalId", externalId.id());
    }

    public ScopedQuery and(String condition) {
        conditions.append(" and (").append(condition).append(')');
        return this;
    }

    public ScopedQuery with(String name, Object value) {
        parameters.put(name, value);
        return this;
    }

    /** Without the word {@code where}. */
    public String conditions() {
        return conditions.toString();
    }

    public Map<String, Object> parameters() {
        return parameters;
    }
}
