package polyclinic.gateway.filters;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Answers requests that no other route answered, and requests that failed, with a problem. */
@Singleton
class FallbackRoutes {

    private static final Logger LOG = Logger.getLogger(FallbackRoutes.class);

    private static final int BEFORE_ALL_ROUTES = -500;

    void register(@Observes Router router) {
        router.route().order(BEFORE_ALL_ROUTES).failureHandler(FallbackRoutes::failed);
        router.route().order(Integer.MAX_VALUE).handler(GatewayProblem.NOT_FOUND::answer);
    }

    private static void failed(RoutingContext ctx) {
        int status = ctx.statusCode();
        if (status == 404) {
            GatewayProblem.NOT_FOUND.answer(ctx);
        } else if (status >= 400 && status < 500) {
            GatewayProblem.BAD_REQUEST.answer(ctx);
        } else {
            LOG.errorf(ctx.failure(), "request failed %s", ctx.request().method());
            GatewayProblem.INTERNAL_ERROR.answer(ctx);
        }
    }
}
