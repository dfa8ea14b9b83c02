package polyclinic.commons.filters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import polyclinic.commons.async.Connections;
import polyclinic.commons.problem.JsonProblems;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.problem.TransientFailures;

/**
 * Every failure leaves a service as {@code application/problem+json}. Messages of exceptions are never repeated to the
 * client: parsers and drivers quote the offending value, and that value may be about a patient.
 */
public class ProblemMappers {
    /** Where Quarkus looks for the path that it measures and traces a request by. */
    private static final String MEASURED_PATH = "UrlPathTemplate";

    /** Method, media type and what is accepted are looked at while the operation is looked for. */
    private static final Set<Integer> WITHOUT_OPERATION = Set.of(405, 406, 415);

    private static final Map<Integer, String> SLUGS = Map.ofEntries(
            Map.entry(400, "malformed-request"),
            Map.entry(401, "unauthorized"),
            Map.entry(403, "forbidden"),
            Map.entry(404, "not-found"),
            Map.entry(405, "method-not-allowed"),
            Map.entry(406, "not-acceptable"),
            Map.entry(409, "conflict"),
            Map.entry(413, "too-large"),
            Map.entry(415, "unsupported-media-type"),
            Map.entry(416, "range-not-satisfiable"),
            Map.entry(503, "unavailable"));

    private final RefusalRecords refusals;

    ProblemMappers(RefusalRecords refusals) {
        this.refusals = refusals;
    }

    @ServerExceptionMapper
    public Uni<Response> problem(Problem problem, RoutingContext request) {
        return refusals.record(problem, request)
                .map(recorded -> ProblemResponse.of(problem, request.normalizedPath()))
                .onFailure(Problem.class)
                .recoverWithItem(unrecorded -> ProblemResponse.of(unrecorded, request.normalizedPath()));
    }

    @ServerExceptionMapper(priority = 1)
    public Uni<Response> invalid(ConstraintViolationException invalid, RoutingContext request) {
        List<Problem.Violation> violations = invalid.getConstraintViolations().stream()
                .map(violation -> new Problem.Violation(field(violation.getPropertyPath()), violation.getMessage()))
                .sorted(Comparator.comparing(Problem.Violation::field))
                .toList();
        return problem(Problem.invalid(violations), request);
    }

    @ServerExceptionMapper(priority = 1)
    public Uni<Response> mismatch(MismatchedInputException mismatch, RoutingContext request) {
        return json(mismatch, request);
    }

    @ServerExceptionMapper(priority = 1)
    public Uni<Response> json(JsonProcessingException failure, RoutingContext request) {
        return problem(JsonProblems.of(failure), request);
    }

    @ServerExceptionMapper(priority = 1)
    public Uni<Response> web(WebApplicationException failure, RoutingContext request) {
        if (failure.getCause() instanceof Problem problem) return problem(problem, request);
        if (failure.getCause() instanceof JsonProcessingException json) return json(json, request);
        ResteasyReactiveRequestContext current = CurrentRequestManager.get();
        int status = failure.getResponse().getStatus();
        if (status >= 500) return unexpected(failure, request);
        // Where several classes share a path, RESTEasy forgets that another of them has the address.
        if (status == 404 && current != null && AllowedMethods.lacks(current)) status = 405;
        // No operation was found, so there is no template: each address, and each id in one, would be a series of its
        // own.
        if (WITHOUT_OPERATION.contains(status)) ContextLocals.put(MEASURED_PATH, "UNKNOWN");
        Problem problem = new Problem(status, SLUGS.getOrDefault(status, "bad-request"), sentence(status));
        Response response = ProblemResponse.of(problem, request.normalizedPath());
        return Uni.createFrom()
                .item(
                        status != 405 || current == null
                                ? response
                                : Response.fromResponse(response)
                                        .header(HttpHeaders.ALLOW, AllowedMethods.of(current))
                                        .build());
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Uni<Response> unauthorized(SecurityException failure, RoutingContext request) {
        Response response = ProblemResponse.of(
                new Problem(401, "unauthorized", "A valid bearer token is needed."), request.normalizedPath());
        return Uni.createFrom()
                .item(Response.fromResponse(response)
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                        .build());
    }

    @ServerExceptionMapper(ForbiddenException.class)
    public Uni<Response> forbidden(SecurityException failure, RoutingContext request) {
        return problem(new Problem(403, "forbidden", "Your role does not have this operation."), request);
    }

    @ServerExceptionMapper
    public Uni<Response> unexpected(Throwable failure, RoutingContext request) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause())
            if (cause instanceof Problem problem) return problem(problem, request);
        if (TransientFailures.is(failure)) {
            if (isOver(request)) {
                Log.debugf("a request broke off: %s", failure.getClass().getName());
                return Uni.createFrom().item(Response.status(400).build());
            }
            Log.warnf("a store or service is away: %s", failure.getClass().getName());
            return problem(new Problem(503, "unavailable", "A part of the system is away; try again."), request);
        }
        Log.errorf(
                failure,
                "unexpected failure on %s %s",
                request.request().method(),
                request.currentRoute() == null ? "?" : request.normalizedPath());
        return problem(new Problem(500, "internal-error", "Something went wrong on our side."), request);
    }

    /**
     * Whether nobody takes an answer any more: the client has left in the middle of its request, which is neither a fault of ours nor a
     * store that is away, or has its answer, as for a body that became too large.
     */
    private static boolean isOver(RoutingContext request) {
        return request.response().ended()
                || request.response().closed()
                || Connections.isOver(request.request().connection());
    }

    /** Drops the method and its parameter: {@code book.request.start} → {@code start}. */
    private static String field(Path path) {
        List<Path.Node> nodes = StreamSupport.stream(path.spliterator(), false).toList();
        int skip = nodes.size() > 2 ? 2 : Math.max(0, nodes.size() - 1);
        String field = nodes.stream().skip(skip).map(Path.Node::toString).collect(Collectors.joining("."));
        return JsonProblems.safe(field);
    }

    private static String sentence(int status) {
        return switch (status) {
            case 400 -> "The request cannot be understood.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not have this method.";
            case 406 -> "None of the accepted media types can be produced.";
            case 413 -> "The body is too large.";
            case 415 -> "The content type is not supported here.";
            default -> "The request was refused.";
        };
    }
}
