package polyclinic.commons.identity;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from. An address in {@code X-Forwarded-For} counts only when the gateway proves with
 * {@code X-Forwarded-Proof} that it wrote it: {@code <seconds since 1970>.<HMAC>}, where the HMAC-SHA-256 (base64url) is over
 * address, {@code X-Request-Id} and seconds, each in a line. Without a proof it is the address of the connection: whoever asks a
 * service directly is recorded as themselves, whatever they write.
 */
@Startup
@Singleton
class ForwardedAddress {
    private static final String ALGORITHM = "HmacSHA256";
    private static final long MAX_AGE_S = 60;
    private static final int MIN_KEY_LENGTH = 32;

    private final List<Mac> keys;
    private final Clock clock;

    /**
     * Takes the keys as they are set.
     *
     * @param keys each is believed, so that one can be changed
     * @param file one key a line, instead of {@code keys}
     */
    @Inject
    ForwardedAddress(
            @ConfigProperty(name = "polyclinic.forwarded.keys") Optional<List<String>> keys,
            @ConfigProperty(name = "polyclinic.forwarded.key-file") Optional<Path> file,
            Clock clock) {
        this(file.map(ForwardedAddress::lines).or(() -> keys).orElse(List.of()), clock);
        if (this.keys.isEmpty())
            Log.warn(
                    "no POLYCLINIC_FORWARDED_KEY: entries of the audit trail name the gateway's address, not the client's");
    }

    ForwardedAddress(List<String> keys, Clock clock) {
        this.keys = keys.stream().map(ForwardedAddress::mac).toList();
        this.clock = clock;
    }

    /** Returns the client's address as far as it is proven, else the connection's; null when there is none. */
    @Nullable
    String of(HttpServerRequest request) {
        String address = request.getHeader("X-Forwarded-For");
        String proof = request.getHeader("X-Forwarded-Proof");
        if (address != null && proof != null && isProven(address, request.getHeader("X-Request-Id"), proof))
            return address;
        return request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    }

    boolean isProven(String address, @Nullable String requestId, String proof) {
        int dot = proof.indexOf('.');
        if (dot < 1) return false;
        try {
            long seconds = Long.parseLong(proof.substring(0, dot));
            if (Math.abs(clock.instant().getEpochSecond() - seconds) > MAX_AGE_S) return false;
            byte[] claimed = Base64.getUrlDecoder().decode(proof.substring(dot + 1));
            byte[] text = (address + "\n" + requestId + "\n" + seconds).getBytes(StandardCharsets.UTF_8);
            for (Mac key : keys) if (MessageDigest.isEqual(claimed, copy(key).doFinal(text))) return true;
            return false;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** A Mac has state; a copy of a prepared one costs less than another with the key. */
    private static Mac copy(Mac key) {
        try {
            return (Mac) key.clone();
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
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(e);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static List<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("POLYCLINIC_FORWARDED_KEY_FILE", e);
        }
    }
}
