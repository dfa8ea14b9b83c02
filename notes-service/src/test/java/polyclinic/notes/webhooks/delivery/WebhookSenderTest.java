package polyclinic.notes.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.local.certificates.LocalAuthority;
import polyclinic.local.process.ServerCertificate;
import polyclinic.notes.webhooks.ledger.AttemptOutcome;

/** One request to receivers of all kinds. */
class WebhookSenderTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String NAME = "hooks.example.org";
    private static final Duration PATIENT = Duration.ofSeconds(8);

    @TempDir
    private static Path dir;

    private static Vertx vertx;
    private static ServerCertificate certificate;

    private final AtomicInteger requests = new AtomicInteger();
    private @Nullable HttpServer server;
    private @Nullable WebhookSender sender;

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
        LocalAuthority authority = LocalAuthority.in(dir);
        authority.provide(List.of("receiver"));
        certificate = authority.certificate("receiver");
    }

    @AfterAll
    static void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        if (sender != null) sender.close();
        if (server != null) server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "200,DELIVERED",
        "204,DELIVERED",
        "301,REDIRECTED",
        "302,REDIRECTED",
        "307,REDIRECTED",
        "400,REFUSED",
        "401,REFUSED",
        "410,GONE",
        "429,REFUSED",
        "500,REFUSED",
        "503,REFUSED"
    })
    void the_status_alone_counts_and_no_redirect_is_followed(int status, AttemptOutcome outcome) {
        listen(false, request -> request.response()
                .setStatusCode(status)
                .putHeader("Location", "http://127.0.0.1:" + port() + "/elsewhere")
                .end("whatever"));

        assertThat(post(url("http", NAME))).isEqualTo(new WebhookSender.Result(outcome, status));
        assertThat(requests).hasValue(1);
    }

    @Test
    void the_receiver_gets_its_name_the_headers_and_the_body() {
        AtomicReference<String> seen = new AtomicReference<>("");
        listen(
                false,
                request -> request.bodyHandler(body -> {
                    seen.set(request.method() + " " + request.getHeader("host") + " " + request.uri() + " "
                            + request.getHeader("webhook-id") + " " + body);
                    request.response().end();
                }));

        post(url("http", NAME));

        assertThat(seen).hasValue("POST " + NAME + ":" + port() + " /in?key=1 7 {}");
    }

    @Test
    void who_says_nothing_is_not_waited_for() {
        listen(false, request -> {});
        sender = sender(
                List.of("127.0.0.1"),
                host -> Uni.createFrom().item(List.of(address("127.0.0.1"))),
                Duration.ofMillis(200));

        assertThat(post(url("http", NAME))).isEqualTo(new WebhookSender.Result(AttemptOutcome.TIMED_OUT, null));
    }

    @Test
    void of_an_answer_without_end_nothing_is_kept() {
        AtomicReference<Boolean> cut = new AtomicReference<>(false);
        listen(false, request -> {
            request.connection().closeHandler(closed -> cut.set(true));
            request.response().setChunked(true);
            endless(request);
        });

        assertThat(post(url("http", NAME))).isEqualTo(new WebhookSender.Result(AttemptOutcome.DELIVERED, 200));
        await().atMost(Duration.ofSeconds(20)).untilAtomic(cut, equalTo(true));
    }

    @Test
    void nobody_there_is_no_failure_of_the_service() {
        listen(false, request -> {});
        int port = port();
        Objects.requireNonNull(server)
                .close()
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        assertThat(post("http://" + NAME + ":" + port + "/").outcome()).isEqualTo(AttemptOutcome.UNREACHABLE);
    }

    /** The address that was judged is the one that is connected to: the name is looked up once. */
    @Test
    void a_name_that_answers_otherwise_the_second_time_is_not_asked_twice() {
        listen(false, request -> request.response().end());
        AtomicInteger lookUps = new AtomicInteger();
        sender = sender(List.of("127.0.0.1"), host -> {
            int turn = lookUps.incrementAndGet();
            return Uni.createFrom().item(List.of(address(turn == 1 ? "127.0.0.1" : "127.0.0.2")));
        });

        assertThat(post(url("http", NAME)).outcome()).isEqualTo(AttemptOutcome.DELIVERED);
        assertThat(lookUps).hasValue(1);
        assertThat(post(url("http", NAME)).outcome()).isEqualTo(AttemptOutcome.FORBIDDEN_ADDRESS);
        assertThat(requests).hasValue(1);
    }

    @Test
    void an_address_that_is_not_allowed_gets_no_connection() {
        listen(false, request -> request.response().end());
        sender = sender(List.of(), host -> Uni.createFrom().item(List.of(address("127.0.0.1"))));

        for (String host : List.of(NAME, "127.0.0.1", "localhost"))
            assertThat(post(url("http", host)).outcome()).isEqualTo(AttemptOutcome.FORBIDDEN_ADDRESS);
        assertThat(requests).hasValue(0);
    }

    @Test
    void a_name_that_nobody_has_is_told_as_such() {
        sender = sender(List.of(), host -> Uni.createFrom().failure(new UnknownHostException(host)));

        assertThat(post("https://" + NAME + "/").outcome()).isEqualTo(AttemptOutcome.UNKNOWN_HOST);
    }

    /** The certificate is good for localhost and for 127.0.0.1, to which both names lead. */
    @Test
    void a_certificate_has_to_be_the_names_and_not_the_addresss() {
        listen(true, request -> request.response().end());

        assertThat(post(url("https", "localhost")).outcome()).isEqualTo(AttemptOutcome.DELIVERED);
        assertThat(post(url("https", NAME)).outcome()).isEqualTo(AttemptOutcome.TLS_FAILED);
        assertThat(requests).hasValue(1);
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_refused() {
        listen(true, request -> request.response().end());
        sender = new WebhookSender(
                vertx,
                config(false, Optional.empty(), PATIENT),
                new ReceiverAddresses(
                        List.of("127.0.0.1"), host -> Uni.createFrom().item(List.of(address("127.0.0.1")))));

        assertThat(post(url("https", "localhost")).outcome()).isEqualTo(AttemptOutcome.TLS_FAILED);
        assertThat(requests).hasValue(0);
    }

    @Test
    void what_was_registered_with_http_is_not_sent_when_that_is_not_allowed_any_more() {
        listen(false, request -> request.response().end());
        sender = new WebhookSender(
                vertx,
                config(false, Optional.empty(), PATIENT),
                new ReceiverAddresses(
                        List.of("127.0.0.1"), host -> Uni.createFrom().item(List.of(address("127.0.0.1")))));

        assertThat(post(url("http", NAME)).outcome()).isEqualTo(AttemptOutcome.FORBIDDEN_ADDRESS);
        assertThat(requests).hasValue(0);
    }

    private void endless(HttpServerRequest request) {
        if (request.response().closed()) return;
        request.response().write(Buffer.buffer(new byte[8192])).onSuccess(written -> endless(request));
    }

    private void listen(boolean tls, Handler<HttpServerRequest> receiver) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        if (tls)
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(certificate.certificate().toString())
                            .addKeyPath(certificate.key().toString()));
        server = vertx.createHttpServer(options).requestHandler(request -> {
            requests.incrementAndGet();
            receiver.handle(request);
        });
        server.listen().toCompletionStage().toCompletableFuture().join();
        sender = sender(List.of("127.0.0.1"), host -> Uni.createFrom().item(List.of(address("127.0.0.1"))));
    }

    private int port() {
        return server == null ? 0 : server.actualPort();
    }

    private String url(String scheme, String host) {
        return scheme + "://" + host + ":" + port() + "/in?key=1";
    }

    private WebhookSender.Result post(String url) {
        return Objects.requireNonNull(sender)
                .post(ReceiverUrl.of(url), Map.of("webhook-id", "7"), BODY, 0)
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private static WebhookSender sender(List<String> allowed, ReceiverAddresses.Names names) {
        return sender(allowed, names, PATIENT);
    }

    private static WebhookSender sender(List<String> allowed, ReceiverAddresses.Names names, Duration timeout) {
        WebhookConfig config = config(true, Optional.of(certificate.authority()), timeout);
        return new WebhookSender(vertx, config, new ReceiverAddresses(allowed, names));
    }

    private static WebhookConfig config(boolean allowHttp, Optional<Path> ca, Duration timeout) {
        return new Settings(
                allowHttp,
                Optional.empty(),
                ca,
                Duration.ofSeconds(4),
                timeout,
                4,
                32,
                List.of(),
                Duration.ofDays(3),
                Duration.ofDays(30));
    }

    private record Settings(
            boolean allowHttp,
            Optional<List<String>> allowPrivate,
            Optional<Path> ca,
            Duration connectTimeout,
            Duration timeout,
            int perWebhook,
            int atOnce,
            List<Duration> pauses,
            Duration disableAfter,
            Duration retention)
            implements WebhookConfig {}

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
