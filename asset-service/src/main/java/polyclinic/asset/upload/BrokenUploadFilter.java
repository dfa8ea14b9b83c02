package polyclinic.asset.upload;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/**
 * The multipart reader does not notice when a connection breaks and would keep the spooled file for ever; ending the request
 * deletes the file.
 */
class BrokenUploadFilter {
    @ServerRequestFilter
    public void watch(HttpServerRequest connection) {
        if (!connection.method().equals(HttpMethod.POST) || connection.isEnded()) return;
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        connection.exceptionHandler(gone -> request.close());
    }
}
