package polyclinic.gateway.stream;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.gateway.callers.CallerAdmission;
import polyclinic.gateway.callers.SignedInCaller;
import polyclinic.gateway.features.KnownFeatures;
import polyclinic.gateway.feed.FeedLog;
import polyclinic.gateway.feedaccess.CallerOrigin;
import polyclinic.gateway.feedaccess.CallerRefused;
import polyclinic.gateway.feedaccess.FeedGate;
import polyclinic.gateway.feedaccess.FeedSelection;
import polyclinic.gateway.feedaccess.FeedSubscriber;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.openrequests.OpenRequests;

/** {@code GET /api/v1/stream}: server-sent events, or a WebSocket for who asks for one. */
@Singleton
class StreamResource {

    private static final String PATH = "/api/v1/stream";

    /** After CORS (300) and the syntax checks (260), before the proxy (250), which does not know the path. */
    private static final int PRIORITY = 255;

    private static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("last-event-id");
    private static final String AFTER = "after";
    /** Of a screen on a wall, which is nobody's sign of being here: {@code false}. */
    private static final String PRESENT = "present";

    private static final Set<String> BOOLEANS = Set.of("true", "false");

    private final CallerAdmission admission;
    private final FeedLog log;
    private final FeedGate gate;
    private final OpenStreams streams;
    private final StreamConfig config;
    private final OpenRequests openRequests;
    private final KnownFeatures features;

    StreamResource(
            CallerAdmission admission,
            FeedLog log,
            FeedGate gate,
            OpenStreams streams,
            StreamConfig config,
            OpenRequests openRequests,
            KnownFeatures features) {
        this.admission = admission;
        this.log = log;
        this.gate = gate;
        this.streams = streams;
        this.config = config;
        this.openRequests = openRequests;
        this.features = features;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext ctx) {
        if (!PATH.equals(ctx.request().path())) {
            ctx.next();
        } else if (ctx.request().method() != HttpMethod.GET) {
            ctx.response().putHeader(HttpHeaders.ALLOW, "GET");
            GatewayProblem.METHOD_NOT_ALLOWED.answer(ctx);
        } else {
            admission.admit(ctx, caller -> admitted(ctx, caller));
        }
    }

    private void admitted(RoutingContext ctx, SignedInCaller caller) {
        MultiMap parameters = ctx.queryParams();
        FeedSelection selection = FeedSelection.of(parameters).orElse(null);
        String asked = place(ctx.request(), parameters);
        OptionalLong place = asked == null ? OptionalLong.empty() : StreamPlace.of(asked);
        String present = parameters.contains(PRESENT) ? parameters.get(PRESENT) : "true";
        if (selection == null || asked != null && place.isEmpty() || !BOOLEANS.contains(present)) {
            GatewayProblem.INVALID_INPUT.answer(ctx);
        } else if (!features.isOn(SuiteFeature.LIVE_FEED, caller)) {
            GatewayProblem.FEATURE_OFF.answer(ctx);
        } else if (!gate.admits(caller, selection)) {
            GatewayProblem.FORBIDDEN.answer(ctx);
        } else {
            GatewayProblem noRoom = streams.reserve(caller.subject());
            if (noRoom == null) begin(ctx, caller, selection, place, Boolean.parseBoolean(present));
            else noRoom.answer(ctx);
        }
    }

    /** Who comes back says it in a header, who comes anew may say it in the address; the header is the later word. */
    private static @Nullable String place(HttpServerRequest request, MultiMap parameters) {
        String last = request.headers().get(LAST_EVENT_ID);
        return last == null || last.isEmpty() ? parameters.get(AFTER) : last;
    }

    private void begin(
            RoutingContext ctx, SignedInCaller caller, FeedSelection selection, OptionalLong place, boolean present) {
        Context context = ctx.vertx().getOrCreateContext();
        gate.subscriber(caller, CallerOrigin.of(ctx))
                .compose(who -> log.last().map(last -> new Start(who, selection, last, place, present)))
                .onComplete(done -> context.runOnContext(back -> {
                    if (done.failed()) {
                        streams.release(caller.subject());
                        (done.cause() instanceof CallerRefused
                                        ? GatewayProblem.UNAUTHORIZED
                                        : GatewayProblem.SERVICE_UNAVAILABLE)
                                .answer(ctx);
                    } else if (ctx.response().closed()) {
                        streams.release(caller.subject());
                    } else if (isWebSocket(ctx.request())) {
                        upgrade(ctx, done.result());
                    } else {
                        Start start = done.result();
                        streams.open(
                                start.who(),
                                selection,
                                new EventSourceChannel(ctx),
                                place.orElse(start.last()),
                                present);
                    }
                }));
    }

    /** @param last the end of the log before the client is answered: what comes later is told */
    private record Start(FeedSubscriber who, FeedSelection selection, long last, OptionalLong place, boolean present) {}

    private static boolean isWebSocket(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true);
    }

    private void upgrade(RoutingContext ctx, Start start) {
        String subject = start.who().caller().subject();
        ctx.request().toWebSocket().onComplete(done -> {
            if (done.succeeded()) connected(ctx, start, done.result());
            else streams.release(subject);
        });
    }

    private void connected(RoutingContext ctx, Start start, ServerWebSocket socket) {
        WebSocketChannel channel =
                new WebSocketChannel(ctx.vertx(), ctx.request().connection(), socket, () -> {
                    openRequests.leave(ctx);
                    UpgradedRequest.end(ctx.request());
                });
        new FirstMessage(ctx.vertx(), socket, config.firstMessage(), start.place(), start.last())
                .onPlace(
                        place -> streams.open(start.who(), start.selection(), channel, place, start.present()),
                        () -> streams.release(start.who().caller().subject()),
                        channel);
    }
}
