package polyclinic.gateway.sessionstore;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long a browser's session lasts, and where people reach the gateway. */
@ConfigMapping(prefix = "polyclinic.gateway.sessions")
public interface SessionConfig {

    /** Where browsers reach the gateway, e.g. {@code https://clinic.example.org}; the first is where people are sent. */
    Optional<List<URI>> origins();

    /** A session ends when nothing comes for so long. */
    @WithDefault("30m")
    Duration idle();

    /** And so long after the sign-in, whatever comes. */
    @WithDefault("12h")
    Duration longest();

    /** Of one person at the same time; with another one the oldest ends. */
    @WithDefault("20")
    int perPerson();

    /** From being sent to the identity provider until coming back. */
    @WithDefault("10m")
    Duration signIn();

    /** Tokens are replaced so long before they end. */
    @WithDefault("30s")
    Duration refreshAhead();

    /** How long Redis may take. */
    @WithDefault("1s")
    Duration timeout();
}
