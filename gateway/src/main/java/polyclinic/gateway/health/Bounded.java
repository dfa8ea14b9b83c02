package polyclinic.gateway.health;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** A small answer of one of our own services, read whole; a large one is a failure. */
public final class Bounded {

    private Bounded() {}

    public static Future<Buffer> body(HttpClientResponse response, int largest) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(promise::tryFail);
        response.handler(part -> {
            if (body.length() + part.length() > largest) {
                promise.tryFail("answer larger than " + largest + " bytes");
                response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> promise.tryComplete(body));
        return promise.future();
    }
}
