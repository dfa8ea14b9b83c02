package polyclinic.commons.hold;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Counts requests that may change something and are not answered: from the moment at which they have wholly arrived, since
 * nothing comes of them before. A request that the gateway has given up may still be under way here. A file that is taken while it
 * arrives is not counted: each portion of it is {@link BackgroundWork}.
 */
@ApplicationScoped
class OpenWrites {
    /** Before everything that could answer. */
    private static final int PRIORITY = 1000;

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final AtomicInteger open = new AtomicInteger();
    private final Set<String> filePaths;

    OpenWrites(@ConfigProperty(name = "polyclinic.http.file-paths") Optional<Set<String>> filePaths) {
        this.filePaths = filePaths.orElse(Set.of());
    }

    private enum State {
        ARRIVING,
        OPEN,
        ENDED
    }

    private final class Write {
        private State state = State.ARRIVING;

        synchronized void arrived() {
            if (state != State.ARRIVING) return;
            state = State.OPEN;
            open.incrementAndGet();
        }

        synchronized void ended() {
            if (state == State.OPEN) open.decrementAndGet();
            state = State.ENDED;
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::count, PRIORITY);
    }

    int count() {
        return open.get();
    }

    private void count(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (!SAFE.contains(request.method()) && !filePaths.contains(ctx.normalizedPath())) {
            Write write = new Write();
            ctx.addEndHandler(ended -> write.ended());
            if (hasBody(request)) request.end().onSuccess(whole -> write.arrived());
            else write.arrived();
        }
        ctx.next();
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }
}
