package polyclinic.asset.catalogue;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.problem.TransientFailures;
import polyclinic.commons.web.ProblemResponse;

/** Uploads that end before they are complete. */
public class BrokenUploads {
    /**
     * The multipart reader is not told when a connection breaks and would keep the spooled file for ever; ending the request
     * ends the file.
     */
    @ServerRequestFilter
    public void watch(ContainerRequestContext context, HttpServerRequest connection) {
        if (!context.getMethod().equals("POST") || connection.isEnded()) return;
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        connection.exceptionHandler(gone -> request.close());
    }

    /** While a form is being read an I/O error is the client's; afterwards it is one of ours. */
    @ServerExceptionMapper
    public Response broken(IOException failure, RoutingContext request) {
        ResteasyReactiveRequestContext current = CurrentRequestManager.get();
        boolean reading = current != null
                && current.getFormData() == null
                && current.getMethod().equals("POST");
        boolean full = String.valueOf(failure.getMessage()).contains("No space left");
        if (reading && !full) return ProblemResponse.of(malformed(), request.normalizedPath());
        Problem problem = full || TransientFailures.is(failure)
                ? new Problem(503, "unavailable", "A part of the system is away; try again.")
                : new Problem(500, "internal-error", "Something went wrong on our side.");
        return ProblemResponse.of(problem, request.normalizedPath());
    }

    @ServerExceptionMapper
    public Response malformed(MultipartParser.MalformedMessageException failure, RoutingContext request) {
        return ProblemResponse.of(malformed(), request.normalizedPath());
    }

    private static Problem malformed() {
        return new Problem(400, "malformed-request", "The body is not a complete multipart form.");
    }
}
