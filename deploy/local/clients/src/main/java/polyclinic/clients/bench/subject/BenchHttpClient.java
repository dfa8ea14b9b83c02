package polyclinic.clients.bench.subject;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.UUID;
import polyclinic.clients.http.JsonNodes;

/** The requests that the bench makes over HTTP, on persistent connections. */
public final class BenchHttpClient {
    private static final long REQUEST_TIMEOUT_MS = 30_000;
    private static final String PROBLEM = "urn:polyclinic:problem:";

    private final HttpClient client;

    /** @param authority file of the authority that certificates are judged by, empty for those of the JDK */
    public BenchHttpClient(Vertx vertx, int connections, String authority) {
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(true)
                .setMaxPoolSize(connections)
                .setMaxWaitQueueSize(10_000)
                .setTcpNoDelay(true);
        if (!authority.isEmpty()) options.setTrustOptions(new PemTrustOptions().addCertPath(authority));
        client = vertx.createHttpClient(options);
    }

    /** Returns the patient's JSON; fails unless the status is 200. */
    public Future<Buffer> readPatient(String base, UUID patient, String bearer) {
        return client.request(options(HttpMethod.GET, base + "/api/v1/patients/" + patient))
                .compose(request -> request.putHeader("Authorization", bearer).send())
                .compose(response -> body(response, 200));
    }

    /**
     * Returns the first page of doctors; fails unless the status is 200.
     *
     * @param fresh whether the gateway asks the service rather than its cache
     */
    public Future<Buffer> listDoctors(String base, boolean fresh, String bearer) {
        return client.request(options(HttpMethod.GET, base + "/api/v1/doctors"))
                .compose(request -> {
                    if (fresh) request.putHeader("Cache-Control", "no-cache");
                    return request.putHeader("Authorization", bearer).send();
                })
                .compose(response -> body(response, 200));
    }

    /** Returns the appointment's JSON; fails unless the status is 201. */
    public Future<Buffer> book(String base, BookingSeries bookings, long n, String bearer) {
        Buffer body = Buffer.buffer(JsonNodes.bytes(JsonNodes.object(
                "patientId", bookings.patient(n),
                "doctorId", bookings.doctor(n),
                "start", bookings.start(n),
                "reason", "Check-up")));
        return client.request(options(HttpMethod.POST, base + "/api/v1/appointments"))
                .compose(request -> json(request, bearer).send(body))
                .compose(response -> body(response, 201));
    }

    /** Posts the body; fails unless the status is 201. */
    public Future<Buffer> create(String address, Object body, String bearer) {
        return client.request(options(HttpMethod.POST, address))
                .compose(request -> json(request, bearer).send(Buffer.buffer(JsonNodes.bytes(body))))
                .compose(response -> body(response, 201));
    }

    private static HttpClientRequest json(HttpClientRequest request, String bearer) {
        return request.putHeader("Authorization", bearer)
                .putHeader("Content-Type", "application/json")
                .putHeader("Idempotency-Key", UUID.randomUUID().toString());
    }

    private static RequestOptions options(HttpMethod method, String address) {
        URI uri = URI.create(address);
        return new RequestOptions()
                .setMethod(method)
                .setHost(uri.getHost())
                .setPort(uri.getPort())
                .setURI(uri.getRawPath())
                .setTimeout(REQUEST_TIMEOUT_MS);
    }

    private static Future<Buffer> body(HttpClientResponse response, int expected) {
        return response.body()
                .compose(content -> response.statusCode() == expected
                        ? Future.succeededFuture(content)
                        : Future.failedFuture(response.statusCode() + " " + slug(content)));
    }

    private static String slug(Buffer problem) {
        String text = problem.toString();
        int at = text.indexOf(PROBLEM);
        if (at < 0) return "";
        int from = at + PROBLEM.length();
        return text.substring(from, Math.max(from, text.indexOf('"', from)));
    }
}
