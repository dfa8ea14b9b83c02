package polyclinic.audit.signins;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How the identity provider's events are brought into the trail. */
@ConfigMapping(prefix = "polyclinic.audit.sign-ins")
interface SignInConfig {
    /** How often they are asked for; {@code off} when the identity provider is no Keycloak. */
    String every();

    /** How many are asked for at once. */
    int page();

    /** How far back each round looks again: an event shows up when its transaction ends, with the time of its beginning. */
    Duration overlap();
}
