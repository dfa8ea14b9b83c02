package polyclinic.notes.webhooks.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where webhooks may lead, and how long they are tried. */
@ConfigMapping(prefix = "polyclinic.webhooks")
interface WebhookConfig {
    /** Whether an address may begin with {@code http:}. What is sent holds no patient's data, but ids. */
    @WithDefault("false")
    boolean allowHttp();

    /** CIDR blocks that may be reached though they are not public: receivers in the clinic's own network. */
    Optional<List<String>> allowPrivate();

    /** The authority of receivers' certificates, in PEM; without one the public ones of the JDK. */
    Optional<Path> ca();

    @WithDefault("5S")
    Duration connectTimeout();

    /** From the look-up of the name to the status of the answer. */
    @WithDefault("15S")
    Duration timeout();

    /** Deliveries of one webhook under way at each replica; one that fails has one at a time. */
    @WithDefault("4")
    int perWebhook();

    /** Of all webhooks, at each replica. */
    @WithDefault("32")
    int atOnce();

    /** Before each attempt after the first, give or take a fifth; after the last one a delivery has failed. */
    @WithDefault("5S,5M,30M,2H,5H,10H,14H,20H,24H")
    List<Duration> pauses();

    /** A webhook without one success for so long is disabled. */
    @WithDefault("3D")
    Duration disableAfter();

    /** How long a delivery stays in the ledger. */
    @WithDefault("30D")
    Duration retention();
}
