package polyclinic.asset.content;

import io.quarkus.logging.Log;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Writes one buffer after the other, asking the store for the next when the connection has taken the last. A stream that
 * breaks breaks the connection too: the client must not take a part for the whole.
 */
@Provider
public class ContentStreamWriter implements ServerMessageBodyWriter<ContentStream> {
    @Override
    public boolean isWriteable(Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == ContentStream.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == ContentStream.class;
    }

    @Override
    public void writeResponse(ContentStream content, Type generic, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        request.suspend();
        // Without it the first write would have to be chunked.
        context.serverResponse().setResponseHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(content.length()));
        content.bytes().subscribe().withSubscriber(new Pump(request, context.serverResponse()));
    }

    @Override
    public void writeTo(
            ContentStream content,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("content is written without blocking");
    }

    private static final class Pump implements Flow.Subscriber<ByteBuffer> {
        private final ResteasyReactiveRequestContext request;
        private final ServerHttpResponse response;
        private final AtomicBoolean done = new AtomicBoolean();
        private Flow.Subscription source;

        Pump(ResteasyReactiveRequestContext request, ServerHttpResponse response) {
            this.request = request;
            this.response = response;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            response.addCloseHandler(this::clientLeft);
            source.request(1);
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            response.write(bytes).whenComplete((written, failure) -> {
                if (failure == null) source.request(1);
                else clientLeft();
            });
        }

        @Override
        public void onComplete() {
            if (!done.compareAndSet(false, true)) return;
            response.end();
            request.resume();
        }

        @Override
        public void onError(Throwable failure) {
            if (!done.compareAndSet(false, true)) return;
            if (!response.headWritten()) {
                request.resume(failure);
                return;
            }
            Log.warnf("a download broke off: %s", failure.getClass().getName());
            response.reset();
            request.resume();
        }

        private void clientLeft() {
            if (!done.compareAndSet(false, true)) return;
            source.cancel();
            request.resume();
        }
    }
}
