package polyclinic.commons.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsSettingsTest {
    private static final String RELOAD = "polyclinic.tls.reload";

    @TempDir
    Path dir;

    private static SmallRyeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "given", 100))
                .withSources(new TlsSettings())
                .build();
    }

    private static Optional<String> value(SmallRyeConfig config, String name) {
        return config.getOptionalValue(name, String.class);
    }

    @Test
    void withoutFilesNothingIsSet() {
        SmallRyeConfig config = config(Map.of(
                RELOAD, "10M", "polyclinic.tls.certificate", "${NONE:}", "polyclinic.tls.postgres.mode", "disable"));

        assertThat(StreamSupport.stream(config.getPropertyNames().spliterator(), false))
                .noneMatch(name -> name.startsWith("quarkus.") || name.startsWith("kafka."));
    }

    @Test
    void aCertificateClosesTheDoorForClearText() {
        SmallRyeConfig config = config(Map.of(
                RELOAD,
                "10M",
                "polyclinic.tls.certificate",
                "/tls/tls.crt",
                "polyclinic.tls.key",
                "/tls/tls.key",
                "quarkus.http.port",
                "8081"));

        assertThat(value(config, "quarkus.http.insecure-requests")).contains("disabled");
        assertThat(value(config, "quarkus.http.ssl-port")).contains("8081");
        assertThat(value(config, "quarkus.management.tls-configuration-name")).contains("server");
        assertThat(value(config, "quarkus.tls.server.key-store.pem.own.cert")).contains("/tls/tls.crt");
        assertThat(value(config, "quarkus.tls.server.reload-period")).contains("10M");
    }

    @Test
    void aCertificateWithoutItsKeyIsAMistake() {
        assertThatThrownBy(() -> config(Map.of(RELOAD, "10M", "polyclinic.tls.certificate", "/tls/tls.crt")))
                .hasStackTraceContaining("polyclinic.tls.key is not set");
    }

    @Test
    void postgresIsVerifiedWhollyOrNotEncrypted() {
        SmallRyeConfig config = config(
                Map.of("polyclinic.tls.postgres.mode", "verify-full", "polyclinic.tls.postgres.ca", "/pg/ca.crt"));

        assertThat(value(config, "quarkus.datasource.reactive.postgresql.ssl-mode"))
                .contains("verify-full");
        assertThat(value(config, "quarkus.datasource.reactive.hostname-verification-algorithm"))
                .contains("HTTPS");
        assertThat(value(config, "quarkus.datasource.jdbc.additional-jdbc-properties.sslmode"))
                .contains("verify-full");
        assertThat(value(config, "quarkus.datasource.jdbc.additional-jdbc-properties.sslrootcert"))
                .contains("/pg/ca.crt");
        assertThatThrownBy(() -> config(Map.of("polyclinic.tls.postgres.mode", "require")))
                .hasStackTraceContaining("neither disable nor verify-full");
    }

    @Test
    void eachKindOfClientTrustsItsOwnAuthority() {
        SmallRyeConfig config = config(Map.of(
                RELOAD,
                "10M",
                "polyclinic.tls.services.ca",
                "/services.crt",
                "polyclinic.tls.identity-provider.ca",
                "/idp.crt",
                "polyclinic.tls.mongodb.ca",
                "/mongo.crt",
                "polyclinic.tls.kafka.ca",
                "/kafka.crt",
                "polyclinic.tls.kafka.engine",
                KafkaSslEngineFactory.class.getName()));

        assertThat(value(config, "quarkus.rest-client.patient-service.tls-configuration-name"))
                .contains("services");
        assertThat(value(config, "quarkus.rest-client.identity-provider.tls-configuration-name"))
                .contains("identity-provider");
        assertThat(value(config, "quarkus.oidc.tls.tls-configuration-name")).contains("identity-provider");
        assertThat(value(config, "quarkus.mongodb.tls-configuration-name")).contains("mongodb");
        assertThat(value(config, "quarkus.tls.mongodb.hostname-verification-algorithm"))
                .contains("HTTPS");
        assertThat(value(config, "quarkus.tls.kafka.trust-store.pem.certs")).contains("/kafka.crt");
        assertThat(value(config, "kafka.ssl.engine.factory.class")).contains(KafkaSslEngineFactory.class.getName());
    }

    @Test
    void theClientOfS3GetsTheAuthoritiesAsItReadsThem() throws Exception {
        // Any authority that the JDK knows will do.
        TrustManagerFactory known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        known.init((KeyStore) null);
        X509Certificate one = ((X509TrustManager) known.getTrustManagers()[0]).getAcceptedIssuers()[0];
        Path pem = dir.resolve("ca.crt");
        Files.writeString(
                pem,
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(one.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");

        SmallRyeConfig config = config(Map.of("polyclinic.tls.s3.ca", pem.toString()));

        String provider = "quarkus.s3.async-client.tls-trust-managers-provider.";
        assertThat(value(config, provider + "type")).contains("file-store");
        KeyStore store = KeyStore.getInstance(
                Path.of(value(config, provider + "file-store.path").orElseThrow())
                        .toFile(),
                value(config, provider + "file-store.password").orElseThrow().toCharArray());
        assertThat(store.getCertificate(store.aliases().nextElement())).isEqualTo(one);
    }
}
