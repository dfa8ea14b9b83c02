package polyclinic.asset.download;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Keeps the operating system from buffering megabytes for a reader: progress is only seen when the buffer has room again, and
 * a reader of a few kilobytes a second would look like one that has stopped.
 */
@ApplicationScoped
class SendBuffer implements HttpServerOptionsCustomizer {
    private static final int SEND_BUFFER_BYTES = 128 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setSendBufferSize(SEND_BUFFER_BYTES);
    }
}
