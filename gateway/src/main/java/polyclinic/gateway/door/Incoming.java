package polyclinic.gateway.door;

import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;

/**
 * The client's request as the proxy sees it. Vert.x' own reset of an HTTP/1 response closes the connection without telling
 * anyone who waits for the response's end, and Quarkus counts the requests that a graceful shutdown waits for by just
 * that; closing the connection itself does tell.
 */
final class Incoming extends HttpServerRequestWrapper {

    private final HttpServerResponse response;

    Incoming(HttpServerRequest request) {
        super((HttpServerRequestInternal) request);
        response = new AbstractResponseWrapper(request.response()) {
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

    @Override
    public HttpServerResponse response() {
        return response;
    }
}
