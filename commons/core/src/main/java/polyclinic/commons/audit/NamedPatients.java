package polyclinic.commons.audit;

import io.quarkus.logging.Log;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;

/**
 * The patients whom the audit entries of the request at hand name. Data of any other patient must not leave: a path that
 * forgot its entry fails closed, instead of showing what nobody will ever know was shown.
 */
@ApplicationScoped
public class NamedPatients {
    private static final String READ = NamedPatients.class.getName() + ".read";
    private static final String CHANGED = NamedPatients.class.getName() + ".changed";

    private final CurrentCaller caller;

    NamedPatients(CurrentCaller caller) {
        this.caller = caller;
    }

    /** Somewhere to note the patients of the request at hand, from any thread of it; null outside of a request. */
    @Nullable
    RoutingContext request() {
        return caller.request();
    }

    /** The entry is in the trail, or in the outbox for good. */
    static void read(@Nullable RoutingContext request, AuditEntry entry) {
        add(request, READ, entry);
    }

    /** The entry goes with a change: it counts for the answer of that change and not for the problem that undoes it. */
    static void changed(@Nullable RoutingContext request, AuditEntry entry) {
        add(request, CHANGED, entry);
    }

    private static void add(@Nullable RoutingContext request, String key, AuditEntry entry) {
        if (request == null) return;
        Set<UUID> named = request.get(key);
        if (named == null) request.put(key, named = new HashSet<>());
        named.addAll(entry.patients());
    }

    /**
     * Fails with 500 when something shows a patient whom no entry of this request names.
     *
     * @param shown a {@link PatientData}, or a collection or map of them; anything else shows nobody
     */
    public void require(@Nullable Object shown) {
        Collection<UUID> patients = shownBy(shown);
        if (patients.isEmpty()) return;
        RoutingContext request = request();
        for (UUID patient : patients)
            if (request == null || !(holds(request, READ, patient) || holds(request, CHANGED, patient))) {
                Log.errorf(
                        "an answer to %s shows a patient whom no audit entry names; it is not sent",
                        operation(request));
                throw new Problem(500, "internal-error", "Something went wrong on our side.");
            }
    }

    private static boolean holds(RoutingContext request, String key, UUID patient) {
        Set<UUID> named = request.get(key);
        return named != null && named.contains(patient);
    }

    private static String operation(@Nullable RoutingContext request) {
        return request == null || request.currentRoute() == null
                ? "?"
                : request.request().method() + " " + request.normalizedPath();
    }

    /** The patients whom an answer, a page, or the members of a problem show. */
    public static Collection<UUID> shownBy(@Nullable Object shown) {
        if (shown instanceof PatientData data) return data.patients();
        if (!(shown instanceof Iterable<?>) && !(shown instanceof Map<?, ?>)) return Set.of();
        Set<UUID> patients = new LinkedHashSet<>();
        collect(shown, patients);
        return patients;
    }

    private static void collect(@Nullable Object shown, Set<UUID> patients) {
        if (shown instanceof PatientData data) patients.addAll(data.patients());
        else if (shown instanceof Iterable<?> many) many.forEach(one -> collect(one, patients));
        else if (shown instanceof Map<?, ?> members) members.values().forEach(one -> collect(one, patients));
    }
}
