package polyclinic.billing.access;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Scope;

/** What a list is asked for: conditions, all of which hold, and the values of the parameters that they name. */
public final class SearchConditions {
    private final StringBuilder text;
    private final Map<String, Object> parameters = new HashMap<>();

    private SearchConditions(String first) {
        text = new StringBuilder(first);
    }

    /** For what everybody may see who has the operation. */
    public static SearchConditions unscoped() {
        return new SearchConditions("true");
    }

    /**
     * The accounts that a scope reaches. Care reaches none: who treats patients needs nothing of what they owe.
     *
     * @param own what a patient sees of their own; it names them as {@code :patient}
     */
    public static SearchConditions within(Scope scope, String own) {
        UUID patient = scope.patientId();
        SearchConditions conditions = new SearchConditions(
                scope.match(() -> "true", id -> own, doctor -> "false", (id, doctor) -> own, () -> "false"));
        if (patient != null) conditions.parameters.put("patient", patient);
        return conditions;
    }

    public SearchConditions and(String condition) {
        text.append(" and ").append(condition);
        return this;
    }

    /** Asks for nothing where the value is null. */
    public SearchConditions and(String condition, String parameter, @Nullable Object value) {
        if (value == null) return this;
        parameters.put(parameter, value);
        return and(condition);
    }

    public Map<String, Object> parameters() {
        return parameters;
    }

    /** The conditions as they stand behind {@code where}. */
    @Override
    public String toString() {
        return text.toString();
    }
}
