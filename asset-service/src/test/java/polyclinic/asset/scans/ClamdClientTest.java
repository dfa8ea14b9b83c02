package polyclinic.asset.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.Startup;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.unchecked.Unchecked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.problem.Problem;

class ClamdClientTest {
    @TempDir
    Path folder;

    static ScanConfig config(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) values.put("polyclinic.scan." + pairs[i], pairs[i + 1]);
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ScanConfig.class)
                .withSources(new PropertiesConfigSource(values, "scan", 1000))
                .build()
                .getConfigMapping(ScanConfig.class);
    }

    private static Multi<ByteBuffer> content(byte[]... parts) {
        return Multi.createFrom().items(parts).map(ByteBuffer::wrap);
    }

    @Test
    void a_scanner_answers_over_tcp_and_over_a_socket_of_the_machine() throws Exception {
        ClamdClient client = new ClamdClient(config());
        try (ClamdStub tcp = ClamdStub.tcp();
                ClamdStub unix = ClamdStub.unix(UnixDomainSocketAddress.of(folder.resolve("clamd.sock")))) {
            for (ClamdStub scanner : new ClamdStub[] {tcp, unix}) {
                assertThat(client.scan(scanner.address(), content(Samples.pdf(), Samples.noise(200_000, 1))))
                        .isNull();
                assertThat(client.scan(scanner.address(), content(new byte[0], ClamdStub.eicar())))
                        .isEqualTo("Eicar-Test-Signature");
            }
        }
    }

    @Test
    void a_scanner_that_does_not_answer_is_given_up_in_time() throws Exception {
        ClamdClient client = new ClamdClient(config("time-limit", "200ms"));
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> client.scan("127.0.0.1:" + silent.getLocalPort(), content(Samples.pdf())))
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> client.scan("unix:" + folder.resolve("none"), content(Samples.pdf())))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0",
                "OK\0",
                "stream: OK",
                "stream: FOUND\0",
                "stream: Eicar-Test-Signature FOU",
                "stream: Eicar-Test-Signature: OK\0",
                "stream: OK\0stream: Eicar-Test-Signature FOUND\0",
                "stream: OK\nstream: OK\0",
                "INSTREAM size limit exceeded. ERROR\0",
                "UNKNOWN COMMAND\0",
            })
    void what_is_no_whole_answer_is_none(String answer) throws Exception {
        try (ClamdStub scanner = ClamdStub.tcp()) {
            scanner.lie(answer);
            assertThatThrownBy(() -> new ClamdClient(config()).scan(scanner.address(), content(Samples.pdf())))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void nothing_that_a_scanner_says_gets_into_a_log_as_a_line_or_without_an_end() throws Exception {
        ClamdClient client = new ClamdClient(config());
        try (ClamdStub scanner = ClamdStub.tcp()) {
            scanner.lie("stream: A\r\nb\u001b FOUND\0");
            assertThat(client.scan(scanner.address(), content(Samples.pdf()))).isEqualTo("A??b?");
            scanner.lie("stream: " + "x".repeat(1000) + " FOUND\0");
            assertThat(client.scan(scanner.address(), content(Samples.pdf()))).hasSize(120);
            scanner.lie("stream: " + "x".repeat(5000));
            assertThatThrownBy(() -> client.scan(scanner.address(), content(Samples.pdf())))
                    .isInstanceOf(IOException.class)
                    .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(200));
        }
    }

    @Test
    void an_answer_that_comes_before_the_whole_content_is_not_believed() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("hasty.sock"));
        try (ServerSocketChannel hasty =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            Multi<ByteBuffer> content = content(Samples.pdf()).onCompletion().continueWith(Unchecked.supplier(() -> {
                hasty.accept().write(bytes("stream: OK\0"));
                return List.of();
            }));
            assertThatThrownBy(() -> new ClamdClient(config()).scan("unix:" + address, content))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("before it had all");
        }
    }

    @Test
    void a_scanner_that_stops_taking_is_asked_why() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("small.sock"));
        try (ServerSocketChannel small =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            Multi<ByteBuffer> content = Multi.createFrom()
                    .range(0, 3)
                    .map(i -> ByteBuffer.wrap(Samples.noise(1000, i)))
                    .onCompletion()
                    .continueWith(Unchecked.supplier(() -> {
                        try (SocketChannel client = small.accept()) {
                            client.write(bytes("INSTREAM size limit exceeded. ERROR\0"));
                        }
                        return List.of(ByteBuffer.wrap(Samples.noise(1000, 3)));
                    }));
            assertThatThrownBy(() -> new ClamdClient(config()).scan("unix:" + address, content))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("size limit exceeded");
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void what_is_scanned_and_what_is_not() {
        ScanPolicy policy = new ScanPolicy(config("address", "127.0.0.1:3310", "max-size", "1K"));

        assertThat(policy.atFirst(1024, false)).hasToString("PENDING");
        assertThat(policy.atFirst(1025, false)).hasToString("SKIPPED");
        assertThat(policy.atFirst(1024, true)).hasToString("SKIPPED");
        assertThat(new ScanPolicy(config()).atFirst(1024, false)).hasToString("SKIPPED");
    }

    @Test
    void where_scans_are_required_nothing_of_people_gets_round_them() {
        ScanPolicy policy = new ScanPolicy(config("required", "true", "address", "127.0.0.1:3310", "max-size", "1K"));

        assertThat(policy.atFirst(1024, false)).hasToString("PENDING");
        assertThat(policy.atFirst(1025, true)).hasToString("SKIPPED");
        assertThatThrownBy(() -> policy.atFirst(1025, false)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(413);
            assertThat(problem.slug()).isEqualTo("too-large");
            assertThat(problem.members()).containsEntry("maxSize", 1024L);
        });
        for (ScanConfig nowhere : List.of(config("required", "true"), config("required", "true", "address", "")))
            assertThatThrownBy(() -> new ScanPolicy(nowhere))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("polyclinic.scan.address");
        assertThat(ScanPolicy.class).as("made at the start").hasAnnotation(Startup.class);
    }
}
