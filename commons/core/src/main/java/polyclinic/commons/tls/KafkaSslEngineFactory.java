package polyclinic.commons.tls;

import io.quarkus.arc.Arc;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives each new connection to Kafka the certificates that the TLS configuration {@code kafka} has by then: Kafka's own factory,
 * and the one of Quarkus, keep for good those of the client's start, which end while a service runs.
 */
public final class KafkaSslEngineFactory implements SslEngineFactory {
    @Override
    public void configure(Map<String, ?> configs) {
        // what it needs is in the TLS registry
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, @Nullable String endpointIdentification) {
        try {
            SSLEngine engine = configuration().createSSLContext().createSSLEngine(peerHost, peerPort);
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
            engine.setSSLParameters(parameters);
            return engine;
        } catch (GeneralSecurityException e) {
            throw new SslAuthenticationException("the certificates for Kafka are not usable", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        throw new UnsupportedOperationException("services are clients of Kafka");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return configuration().getKeyStore();
    }

    @Override
    public @Nullable KeyStore truststore() {
        return configuration().getTrustStore();
    }

    @Override
    public void close() {
        // nothing is held
    }

    private static TlsConfiguration configuration() {
        return Arc.container()
                .select(TlsConfigurationRegistry.class)
                .get()
                .get(TlsSettings.KAFKA)
                .orElseThrow();
    }
}
