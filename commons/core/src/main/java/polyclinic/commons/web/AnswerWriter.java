package polyclinic.commons.web;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import polyclinic.commons.metrics.ReplayMetrics;

/** Turns an {@link Answer} into HTTP: status, {@code Location}, {@code ETag}, {@code Idempotency-Replayed} and body. */
@Provider
@Produces(MediaType.APPLICATION_JSON)
class AnswerWriter implements ServerMessageBodyWriter<Answer<?>> {
    private final ReplayMetrics metrics;

    AnswerWriter(ReplayMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == Answer.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Answer.class;
    }

    @Override
    public void writeResponse(Answer<?> answer, Type genericType, ServerRequestContext context) {
        ServerHttpResponse response = context.serverResponse();
        response.setStatusCode(answer.status());
        if (answer.location() != null) response.setResponseHeader(HttpHeaders.LOCATION, answer.location());
        if (answer.etag() != null) response.setResponseHeader(HttpHeaders.ETAG, answer.etag());
        if (answer.isReplayed()) {
            metrics.replayed();
            response.setResponseHeader("Idempotency-Replayed", "true");
        }
        if (answer.status() == 304) {
            response.removeResponseHeader(HttpHeaders.CONTENT_TYPE);
            response.end();
            return;
        }
        response.setResponseHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setResponseHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        response.end(answer.json());
    }

    /** Not used: {@link #writeResponse} writes, because only it sees the response. */
    @Override
    public void writeTo(
            Answer<?> answer,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        body.write(answer.json().getBytes(StandardCharsets.UTF_8));
    }
}
