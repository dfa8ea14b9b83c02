package polyclinic.commons.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.HibernateException;
import org.hibernate.StaleStateException;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.filters.ProblemMappers;
import polyclinic.commons.postgres.statements.SqlStates;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.EntityTags;

/** What PostgreSQL refuses, as problems: constraints by their name, races as 409 or 412, faults as 503. */
public class PostgresProblems {
    private static final String EXCLUSION_VIOLATION = "23P01";

    private final Instance<ConstraintNames> names;
    private final ProblemMappers problems;

    PostgresProblems(Instance<ConstraintNames> names, ProblemMappers problems) {
        this.names = names;
        this.problems = problems;
    }

    @ServerExceptionMapper({PersistenceException.class, HibernateException.class, PgException.class})
    public Uni<Response> refused(RuntimeException failure, RoutingContext request) {
        return of(failure)
                .map(problem -> problems.problem(problem, request))
                .orElseGet(() -> problems.unexpected(failure, request));
    }

    /** The problem that a failure of the store means, if it means one. */
    public Optional<Problem> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) return Optional.of(problem);
            if (cause instanceof StaleStateException || cause instanceof OptimisticLockException)
                return Optional.of(EntityTags.stale());
            if (cause instanceof ConstraintViolationException violation && violation.getConstraintName() != null)
                return named(violation.getConstraintName());
            if (cause instanceof SQLException excluded && EXCLUSION_VIOLATION.equals(excluded.getSQLState()))
                return quoted(excluded.getMessage());
            if (cause instanceof PgException refused) {
                if (refused.getConstraint() != null) return named(refused.getConstraint());
                if ("55P03".equals(refused.getSqlState()))
                    return Optional.of(new Problem(
                            409, "request-in-progress", "The same thing is being changed right now; try again."));
                if (SqlStates.isRolledBack(refused))
                    return Optional.of(
                            new Problem(409, "concurrent-change", "It was changed at the same time; try again."));
            }
        }
        return Optional.empty();
    }

    /** Hibernate keeps the names of all constraints but these; the message quotes it in whatever language it is. */
    private Optional<Problem> quoted(@Nullable String message) {
        return names.stream()
                .flatMap(bean -> bean.constraints().keySet().stream())
                .filter(name -> message != null && message.contains('"' + name + '"'))
                .findFirst()
                .flatMap(this::named);
    }

    private Optional<Problem> named(String constraint) {
        return names.stream()
                .map(bean -> bean.constraints().get(constraint))
                .filter(Objects::nonNull)
                .findFirst()
                .map(Supplier::get);
    }
}
