package polyclinic.clients.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.UUID;
import polyclinic.clients.Json;

/** The calls that the bench makes over HTTP, on kept connections. */
final class Web {
    private static final long TIMEOUT = 30_000;

    private final HttpClient client;

    Web(Vertx vertx, int connections) {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(true)
                .setMaxPoolSize(connections)
                .setMaxWaitQueueSize(10_000)
                .setTcpNoDelay(true));
    }

    /** The patient's JSON, or a failure unless the answer is 200. */
    Future<Buffer> read(String base, UUID patient, String bearer) {
        return send(HttpMethod.GET, base + "/api/v1/patients/" + patient, bearer, null, null, 200);
    }

    /** The appointment's JSON, or a failure unless the answer is 201. */
    Future<Buffer> book(String base, People people, long n, String bearer) {
        Buffer body = Buffer.buffer(Json.bytes(Json.object(
                "patientId", people.patient(n),
                "doctorId", people.doctor(n),
                "start", people.start(n),
                "reason", "Check-up")));
        return send(
                HttpMethod.POST,
                base + "/api/v1/appointments",
                bearer,
                UUID.randomUUID().toString(),
                body,
                201);
    }

    private Future<Buffer> send(
            HttpMethod method, String address, String bearer, String key, Buffer body, int expected) {
        URI uri = URI.create(address);
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(uri.getHost())
                .setPort(uri.getPort())
                .setURI(uri.getRawPath())
                .setTimeout(TIMEOUT);
        return client.request(options)
                .compose(request -> {
                    request.putHeader("Authorization", bearer);
                    if (body == null) return request.send();
                    request.putHeader("Content-Type", "application/json").putHeader("Idempotency-Key", key);
                    return request.send(body);
                })
                .compose(response -> response.body()
                        .compose(content -> response.statusCode() == expected
                                ? Future.succeededFuture(content)
                                : Future.failedFuture(response.statusCode() + " " + slug(content))));
    }

    private static String slug(Buffer problem) {
        String text = problem.toString();
        int at = text.indexOf("urn:polyclinic:problem:");
        return at < 0 ? "" : text.substring(at + 23, Math.max(at + 23, text.indexOf('"', at)));
    }
}
