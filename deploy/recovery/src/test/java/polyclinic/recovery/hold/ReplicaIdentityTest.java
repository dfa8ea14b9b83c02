package polyclinic.recovery.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.certificates.LocalAuthority;
import polyclinic.local.process.ServerCertificate;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.suite.AuthorityFile;
import polyclinic.recovery.suite.ManagementAddress;

/** Replicas are connected to by their addresses, and believed for the name that stands for them all. */
class ReplicaIdentityTest {
    private static final byte[] HELD = "{\"held\":true,\"underWay\":0,\"pending\":{}}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path dir;

    private static LocalAuthority authority;
    private static LocalAuthority stranger;

    private final List<HttpsServer> servers = new ArrayList<>();

    @BeforeAll
    static void provide() {
        authority = LocalAuthority.in(dir.resolve("tls"));
        authority.provide(List.of("patient-service-replicas", "notes-service-replicas"));
        stranger = LocalAuthority.in(dir.resolve("other"));
        stranger.provide(List.of("patient-service-replicas"));
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void every_replica_whose_certificate_is_for_the_common_name_holds() throws Exception {
        ServerCertificate certificate = authority.certificate("patient-service-replicas");
        try (SuiteHold hold = hold(
                replica(certificate, "patient-service-replicas"), replica(certificate, "patient-service-replicas"))) {
            hold.begin();
            assertThat(hold.unquiet()).isEmpty();
            hold.requireHeld();
        }
    }

    @Test
    void an_address_is_a_name_when_nothing_else_is_given() throws Exception {
        try (SuiteHold hold = hold(replica(authority.certificate("patient-service-replicas"), "127.0.0.1"))) {
            hold.prepare();
        }
    }

    @Test
    void a_certificate_for_another_name_is_refused() throws Exception {
        try (SuiteHold hold = hold(
                replica(authority.certificate("patient-service-replicas"), "patient-service-replicas"),
                replica(authority.certificate("notes-service-replicas"), "patient-service-replicas"))) {
            assertThatThrownBy(hold::prepare)
                    .isInstanceOf(RecoveryFailed.class)
                    .hasMessageContaining("is not for patient-service-replicas");
        }
    }

    @Test
    void a_certificate_of_another_authority_is_refused() throws Exception {
        try (SuiteHold hold =
                hold(replica(stranger.certificate("patient-service-replicas"), "patient-service-replicas"))) {
            assertThatThrownBy(hold::prepare)
                    .isInstanceOf(RecoveryFailed.class)
                    .hasMessageContaining("cannot be asked");
        }
    }

    private static SuiteHold hold(ManagementAddress... addresses) {
        String file = authority.certificate("any").authority().toString();
        return new SuiteHold(List.of(addresses), AuthorityFile.of(Map.of("CA", file), "CA"));
    }

    private ManagementAddress replica(ServerCertificate certificate, String name)
            throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(certificate)));
        server.createContext("/q/hold", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, HELD.length);
            exchange.getResponseBody().write(HELD);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return new ManagementAddress(
                URI.create("https://127.0.0.1:" + server.getAddress().getPort()), name);
    }

    private static SSLContext context(ServerCertificate certificate) throws IOException, GeneralSecurityException {
        char[] password = certificate.keyStorePassword().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificate.keyStore())) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
