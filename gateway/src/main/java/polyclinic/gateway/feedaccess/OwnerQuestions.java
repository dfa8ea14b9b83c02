package polyclinic.gateway.feedaccess;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.callers.SignedInCaller;
import polyclinic.gateway.clients.BoundedBody;
import polyclinic.gateway.upstreams.Replica;
import polyclinic.gateway.upstreams.Upstream;
import polyclinic.gateway.upstreams.Upstreams;

/** Asks the services in a caller's name what only they know: which patients the caller may see, and which doctor they are. */
@Singleton
class OwnerQuestions {

    static final String VISIBLE = "/api/v1/patients/visible";
    private static final String DOCTOR = "/api/v1/doctors/me";
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final Logger LOG = Logger.getLogger(OwnerQuestions.class);
    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;
    private static final Set<Integer> HIDDEN = Set.of(403, 404);

    private final Vertx vertx;
    private final Upstreams upstreams;

    OwnerQuestions(Vertx vertx, Upstreams upstreams) {
        this.vertx = vertx;
        this.upstreams = upstreams;
    }

    /**
     * Which of these patients the caller may see by these roles. patient-service enters those into the audit trail as shown, so
     * what it names may be told to the caller.
     *
     * @param unsure those of whom the owners of care are asked when patient-service does not know of it: its event may be on its way
     */
    Future<Set<String>> visible(
            FeedSubscriber who, Set<String> roles, Collection<String> patients, Set<String> unsure) {
        JsonObject question = new JsonObject()
                .put("patientIds", new JsonArray(List.copyOf(patients)))
                .put("roles", new JsonArray(List.copyOf(roles)))
                .put("askOwners", new JsonArray(List.copyOf(unsure)));
        return ask(HttpMethod.POST, VISIBLE, question.toBuffer(), who.caller(), who.origin())
                .map(answer -> answer == null
                        ? Set.of()
                        : answer.getJsonArray("patientIds").stream()
                                .map(String::valueOf)
                                .collect(Collectors.toUnmodifiableSet()));
    }

    /** The doctor whose account the caller's is; null without one. */
    Future<@Nullable String> doctor(SignedInCaller caller, CallerOrigin origin) {
        return ask(HttpMethod.GET, DOCTOR, null, caller, origin)
                .map(answer -> answer == null ? null : answer.getString("id"));
    }

    /** Null where the service hides it. */
    private Future<@Nullable JsonObject> ask(
            HttpMethod method, String path, @Nullable Buffer body, SignedInCaller caller, CallerOrigin origin) {
        Upstream upstream = upstreams.forPath(path);
        Replica replica = upstream == null ? null : upstream.choose(List.of());
        if (upstream == null || replica == null) return Future.failedFuture("no service answers " + path);
        Promise<@Nullable JsonObject> answer = Promise.promise();
        long timer = vertx.setTimer(
                upstream.responseTimeoutMs(), late -> answer.tryFail("no answer to " + path + " in time"));
        upstream.connect(replica, method, path)
                .compose(request -> {
                    answer.future().onFailure(late -> request.reset());
                    return send(request, upstream, body, caller, origin);
                })
                .compose(OwnerQuestions::read)
                .onComplete(done -> {
                    vertx.cancelTimer(timer);
                    replica.end();
                    if (done.succeeded()) {
                        replica.succeeded();
                        answer.tryComplete(done.result());
                    } else {
                        Throwable cause = done.cause();
                        boolean answered = cause instanceof CallerRefused || cause instanceof QuestionRefused;
                        if (answered) replica.succeeded();
                        else replica.failed();
                        if (cause instanceof QuestionRefused) LOG.errorf("%s %s: %s", method, path, cause.getMessage());
                        answer.tryFail(cause);
                    }
                });
        return answer.future();
    }

    private static Future<HttpClientResponse> send(
            HttpClientRequest request,
            Upstream upstream,
            @Nullable Buffer body,
            SignedInCaller caller,
            CallerOrigin origin) {
        request.exceptionHandler(reported -> {});
        request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + caller.token())
                .putHeader(HttpHeaders.ACCEPT, "application/json")
                .putHeader("x-forwarded-for", origin.address())
                .putHeader("x-request-id", origin.requestId())
                .putHeader("traceparent", origin.traceparent());
        String proof = upstream.forwardedProof().of(origin.address(), origin.requestId());
        if (proof != null) request.putHeader("x-forwarded-proof", proof);
        if (origin.userAgent() != null) request.putHeader(HttpHeaders.USER_AGENT, origin.userAgent());
        return body == null
                ? request.send()
                : request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .send(body);
    }

    private static Future<@Nullable JsonObject> read(HttpClientResponse response) {
        return BoundedBody.of(response, MAX_ANSWER_BYTES).compose(body -> {
            int status = response.statusCode();
            if (status == 200) return Future.succeededFuture(new JsonObject(body));
            if (status == UNAUTHORIZED) return Future.failedFuture(new CallerRefused());
            if (HIDDEN.contains(status)) return Future.succeededFuture();
            return Future.failedFuture(
                    status < SERVER_ERROR
                            ? new QuestionRefused(status)
                            : new IllegalStateException("a service answered with status " + status));
        });
    }
}
