package polyclinic.gateway.identityprovider;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The client that the gateway is at the identity provider, for browsers. */
@ConfigMapping(prefix = "polyclinic.gateway.openid")
public interface OpenIdClientConfig {

    /** The realm, under which the discovery document is. */
    URI provider();

    @WithDefault("gateway")
    String clientId();

    /** Without it nobody signs in through the gateway; clients with tokens of their own do as before. */
    Optional<String> clientSecret();

    @WithDefault("4s")
    Duration timeout();

    /** How long the discovery document is believed. */
    @WithDefault("10m")
    Duration discovery();

    /** Keys are fetched again at most so often when a token names one that is not among them. */
    @WithDefault("30s")
    Duration keys();
}
