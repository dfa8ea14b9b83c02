package polyclinic.gateway.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the feed's log keeps, and where its events come from. */
@ConfigMapping(prefix = "polyclinic.feed")
public interface FeedConfig {

    /** What the keys in Redis begin with, where several installations share one. */
    @WithDefault("feed")
    String name();

    /** How long an entry is kept, to the hour; a client that was away for longer is told that there is a gap. */
    @WithDefault("7D")
    Duration retention();

    /** Entries that are kept at most, whatever their age: each takes about 0.5 KiB of Redis. */
    @WithDefault("500000")
    int entries();

    /** How long Redis may take to answer. */
    @WithDefault("2s")
    Duration timeout();

    /** The newest entries, which each gateway has in memory for all of its clients. */
    @WithDefault("4096")
    int tail();

    Notifications notifications();

    Kafka kafka();

    /** What is kept of people's notifications. */
    interface Notifications {

        /** How long one is kept, to the hour. */
        @WithDefault("30D")
        Duration retention();

        /** Of all people at most, whatever their age: each takes about 0.5 KiB of Redis. */
        @WithDefault("200000")
        int entries();

        /** The newest of an account, a role, a doctor or a patient. */
        @WithDefault("500")
        int perRecipient();
    }

    /** The brokers that have the services' events. */
    interface Kafka {

        /** {@code host:port}, parted by commas; without any there is no live feed. */
        Optional<String> servers();

        /** All gateways of an installation are in one group: each event is appended by one of them. */
        @WithDefault("gateway.feed")
        String group();

        @WithDefault("patient.events,appointment.events,prescription.events,notes.events,asset.events")
        List<String> topics();

        @WithDefault("PLAINTEXT")
        String protocol();

        @WithDefault("SCRAM-SHA-512")
        String mechanism();

        Optional<String> user();

        Optional<String> password();

        /** The authority of the brokers' certificates, in PEM; without one the public ones of the JDK. */
        Optional<Path> ca();

        /** By which the gateway proves itself, with the protocol SSL; in PEM. */
        Optional<Path> certificate();

        Optional<Path> key();
    }
}
