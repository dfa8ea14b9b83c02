package polyclinic.commons.filters;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.audit.NamedPatients;
import polyclinic.commons.problem.Problem;

/** What problems leave in the audit trail: a read where they show patients, a refused look where they keep one from sight. */
@ApplicationScoped
class RefusalRecords {
    /** Statuses by which somebody is kept from what they asked for. */
    private static final Set<Integer> REFUSALS = Set.of(403, 404, 409, 422);

    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final String UUID_FORM = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    private static final Pattern PATIENT_IN_PATH =
            Pattern.compile("/(?:patients|timelines)/(" + UUID_FORM + ")(?:/|$)");
    private static final Pattern ID = Pattern.compile(UUID_FORM);

    private final Audit audit;

    RefusalRecords(Audit audit) {
        this.audit = audit;
    }

    /** Fails when the problem shows a patient and that cannot be recorded: then it must not be shown. */
    Uni<Void> record(Problem problem, RoutingContext request) {
        Collection<UUID> shown = NamedPatients.shownBy(problem.members());
        if (!shown.isEmpty())
            return audit.record(entry("read", problem, request).withPatients(shown));
        if (problem.status() == 403) {
            UUID patient = problem.entity() != null ? problem.entity().patientId() : inRequest(request);
            AuditEntry denied = audit.entry(method(request), "operation", request.normalizedPath(), patient);
            audit.refused(denied.withReason(problem.slug()));
        } else if (REFUSALS.contains(problem.status())
                && problem.entity() != null
                && problem.entity().patientId() != null) {
            String action = READS.contains(request.request().method().name()) ? "read" : method(request);
            audit.refused(entry(action, problem, request));
        }
        return Uni.createFrom().voidItem();
    }

    private AuditEntry entry(String action, Problem problem, RoutingContext request) {
        Problem.Entity about = problem.entity();
        AuditEntry entry = about == null
                ? audit.entry(action, "operation", request.normalizedPath(), null)
                : audit.entry(action, about.type(), about.id(), about.patientId());
        return entry.withReason(problem.slug());
    }

    private static String method(RoutingContext request) {
        return request.request().method().name().toLowerCase(Locale.ROOT);
    }

    /** The patient whom the path or the query names. */
    static @Nullable UUID inRequest(RoutingContext request) {
        Matcher path = PATIENT_IN_PATH.matcher(request.normalizedPath());
        if (path.find()) return UUID.fromString(path.group(1));
        String asked = queried(request);
        return asked != null && ID.matcher(asked).matches() ? UUID.fromString(asked) : null;
    }

    /** A query that cannot be decoded names nobody, and its refusal is recorded all the same. */
    private static @Nullable String queried(RoutingContext request) {
        if (request.request().query() == null) return null;
        try {
            return request.queryParams().get("patientId");
        } catch (HttpException | IllegalArgumentException malformed) {
            return null;
        }
    }
}
