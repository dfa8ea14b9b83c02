package polyclinic.gateway.testing;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests for streams that are not over, by the same sign for which the gateway waits when it ends. */
@Singleton
public class StreamRequests {

    /** Before whatever the gateway does with a request. */
    private static final int FIRST = 10_000;

    private final AtomicInteger open = new AtomicInteger();

    void register(@Observes Filters filters) {
        filters.register(
                ctx -> {
                    if ("/api/v1/stream".equals(ctx.request().path())) {
                        open.incrementAndGet();
                        QuarkusRequestWrapper.get(ctx.request()).addRequestDoneHandler(over -> open.decrementAndGet());
                    }
                    ctx.next();
                },
                FIRST);
    }

    public int open() {
        return open.get();
    }
}
