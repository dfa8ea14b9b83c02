package polyclinic.notes.languagemodels;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How LangChain4j reaches a server here: no more is read of an answer than a summary can have, and no redirection is followed, which would
 * lead texts of patients to somebody else. It keeps to the times of whoever interrupts it.
 */
final class ModelHttpClient implements HttpClient, HttpClientBuilder {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final Duration timeLimit;
    private final java.net.http.HttpClient http = java.net.http.HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .build();

    ModelHttpClient(Duration timeLimit) {
        this.timeLimit = timeLimit;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        java.net.http.HttpRequest.Builder sent = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .timeout(timeLimit)
                .method(request.method().name(), BodyPublishers.ofString(request.body() == null ? "" : request.body()));
        request.headers().forEach((name, values) -> values.forEach(value -> sent.header(name, value)));
        try {
            HttpResponse<InputStream> answer = http.send(sent.build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                int status = answer.statusCode();
                // What a server says of a refusal may repeat what it was sent.
                if (status < 200 || status >= 300) throw new HttpException(status, "status " + status);
                byte[] read = body.readNBytes(MAX_BYTES + 1);
                if (read.length > MAX_BYTES) throw new HttpException(502, "an answer without end");
                return SuccessfulHttpResponse.builder()
                        .statusCode(status)
                        .headers(answer.headers().map())
                        .body(new String(read, StandardCharsets.UTF_8))
                        .build();
            }
        } catch (HttpTimeoutException late) {
            throw new TimeoutException("no answer in time");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("no answer in time");
        }
    }

    /** Answers are read whole here. */
    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("answers are read whole");
    }

    @Override
    public Duration connectTimeout() {
        return CONNECT_TIMEOUT;
    }

    /** The limit is this client's own. */
    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return timeLimit;
    }

    /** The limit is this client's own. */
    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    @Override
    public HttpClient build() {
        return this;
    }
}
