package polyclinic.gateway.clientaddress;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Proves to the services that the gateway wrote {@code X-Forwarded-For}, with a key that they share: {@code <seconds since
 * 1970>.<HMAC>}, where the HMAC-SHA-256 (base64url) is over address, request id and seconds, each in a line. The services
 * believe it for a minute.
 */
@Startup
@Singleton
public class ForwardedProof {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_KEY_LENGTH = 32;

    private final @Nullable Mac key;
    private final Clock clock = Clock.systemUTC();

    /**
     * Takes the first of the keys; the others are for services, while the key changes.
     *
     * @param file one key a line, instead of {@code keys}
     */
    public ForwardedProof(
            @ConfigProperty(name = "polyclinic.forwarded.keys") Optional<List<String>> keys,
            @ConfigProperty(name = "polyclinic.forwarded.key-file") Optional<Path> file) {
        this.key = file.map(ForwardedProof::lines)
                .or(() -> keys)
                .flatMap(all -> all.stream()
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .findFirst())
                .map(ForwardedProof::mac)
                .orElse(null);
        if (key == null)
            Log.warn("no POLYCLINIC_FORWARDED_KEY: services will take the gateway's address for that of every client");
    }

    /** Returns the header's value; null when there is no key. */
    public @Nullable String of(String address, String requestId) {
        if (key == null) return null;
        long seconds = clock.instant().getEpochSecond();
        byte[] hmac = copy(key).doFinal((address + "\n" + requestId + "\n" + seconds).getBytes(StandardCharsets.UTF_8));
        return seconds + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(hmac);
    }

    /** A Mac has state; a copy of a prepared one costs less than another with the key. */
    private static Mac copy(Mac prepared) {
        try {
            return (Mac) prepared.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mac mac(String key) {
        if (key.length() < MIN_KEY_LENGTH)
            throw new IllegalArgumentException(
                    "POLYCLINIC_FORWARDED_KEY has fewer than " + MIN_KEY_LENGTH + " characters");
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("POLYCLINIC_FORWARDED_KEY_FILE", e);
        }
    }
}
