package polyclinic.gateway.proxy;

import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The client's request as the proxy library sees it: a reset of its response closes the connection. Vert.x' own reset of
 * an HTTP/1 response closes it without notifying those who wait for the response's end, and Quarkus relies on that
 * notification to count the requests that a graceful shutdown waits for.
 */
final class ConnectionClosingRequest extends HttpServerRequestWrapper {

    private final HttpServerResponse response;
    private boolean failed;

    ConnectionClosingRequest(HttpServerRequest request) {
        super((HttpServerRequestInternal) request);
        response = new AbstractResponseWrapper(request.response()) {
            @Override
            public HttpServerResponse exceptionHandler(@Nullable Handler<Throwable> handler) {
                super.exceptionHandler(
                        handler == null
                                ? null
                                : failure -> {
                                    failed = true;
                                    handler.handle(failure);
                                });
                return this;
            }

            @Override
            public boolean reset() {
                return reset(0);
            }

            @Override
            public boolean reset(long code) {
                if (ended()) return false;
                request.connection().close();
                return true;
            }
        };
    }

    /** Returns whether the client's connection failed: it went away, or sent what is not HTTP. */
    boolean isFailed() {
        return failed;
    }

    @Override
    public HttpServerResponse response() {
        return response;
    }
}
