package polyclinic.local.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.ServerCertificate;

class LocalAuthorityTest {
    @TempDir
    Path dir;

    private LocalAuthority after(Duration time) {
        return new LocalAuthority(dir.resolve("tls"), Clock.fixed(Instant.now().plus(time), ZoneOffset.UTC));
    }

    @Test
    void a_certificate_that_is_good_stays_and_one_that_ends_soon_is_made_again() throws Exception {
        after(Duration.ZERO).provide(List.of("redis"));
        ServerCertificate redis = after(Duration.ZERO).certificate("redis");
        String first = Files.readString(redis.certificate());
        String authority = Files.readString(redis.authority());

        after(Duration.ofDays(50)).provide(List.of("redis"));
        assertThat(redis.certificate()).hasContent(first);

        after(Duration.ofDays(61)).provide(List.of("redis"));
        assertThat(Files.readString(redis.certificate())).isNotEqualTo(first);
        assertThat(redis.authority()).hasContent(authority);

        after(Duration.ofDays(620)).provide(List.of("redis"));
        assertThat(Files.readString(redis.authority())).isNotEqualTo(authority);
        certificates(redis.certificate())
                .get(0)
                .verify(certificates(redis.authority()).get(0).getPublicKey());
    }

    @Test
    void a_certificate_names_this_machine_and_its_files_are_their_owners() throws Exception {
        after(Duration.ZERO).provide(List.of("patient-service"));
        ServerCertificate files = after(Duration.ZERO).certificate("patient-service");
        X509Certificate certificate = certificates(files.certificate()).get(0);

        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=patient-service");
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .contains("localhost", "127.0.0.1");
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        try (Stream<Path> all = Files.list(files.folder())) {
            assertThat(all)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        try (InputStream in = Files.newInputStream(files.keyStore())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, files.keyStorePassword().toCharArray());
            assertThat(Collections.list(store.aliases())).containsExactly("patient-service");
        }
    }

    private static List<X509Certificate> certificates(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }
}
