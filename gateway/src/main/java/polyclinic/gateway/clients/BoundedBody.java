package polyclinic.gateway.clients;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Reads a whole response body; fails, and drops the connection, when the body exceeds a number of bytes. */
public final class BoundedBody {

    private BoundedBody() {}

    public static Future<Buffer> of(HttpClientResponse response, int maxBytes) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(promise::tryFail);
        response.handler(part -> {
            if (body.length() + part.length() > maxBytes) {
                promise.tryFail("response larger than " + maxBytes + " bytes");
                response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> promise.tryComplete(body));
        return promise.future();
    }
}
