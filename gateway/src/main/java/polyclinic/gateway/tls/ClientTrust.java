package polyclinic.gateway.tls;

import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.http.HttpClientOptions;
import jakarta.inject.Singleton;

/** Whom the gateway's own HTTP clients believe: the authority that is set for the peer, else the public ones of the JDK. */
@Singleton
public class ClientTrust {
    static final String SERVICES = "services";
    static final String IDENTITY_PROVIDER = "identity-provider";

    private final TlsConfigurationRegistry registry;

    ClientTrust(TlsConfigurationRegistry registry) {
        this.registry = registry;
    }

    /** Sets it in the options of a client that talks to services. */
    public HttpClientOptions services(HttpClientOptions options) {
        return in(options, SERVICES);
    }

    /** Sets it in the options of a client that talks to the identity provider. */
    public HttpClientOptions identityProvider(HttpClientOptions options) {
        return in(options, IDENTITY_PROVIDER);
    }

    private HttpClientOptions in(HttpClientOptions options, String name) {
        registry.get(name).ifPresent(tls -> options.setTrustOptions(tls.getTrustStoreOptions()));
        return options;
    }
}
