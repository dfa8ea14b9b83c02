package polyclinic.commons.web;

import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Sha256;

/**
 * The {@code Idempotency-Key} of the request at hand.
 *
 * @param caller subject of the caller: keys of different callers do not meet
 * @param key as sent, 1–255 printable ASCII characters
 * @param hash SHA-256 over method, path and body, in hex
 */
public record IdempotencyKey(String caller, String key, String hash) {
    private static final int MAX_LENGTH = 255;

    /** The key, or null when the request has none; 422 when it is no key. */
    public static @Nullable IdempotencyKey of(CurrentCaller current, Object request) {
        String key = current.header("Idempotency-Key");
        if (key == null) return null;
        if (key.isBlank() || key.length() > MAX_LENGTH || !key.chars().allMatch(c -> c >= ' ' && c < 0x7f))
            throw Problem.invalid("Idempotency-Key", "must be 1 to 255 printable ASCII characters");
        return new IdempotencyKey(
                current.get().subject(), key, Sha256.hex(current.operation() + "\n" + Json.write(request)));
    }

    /** 422 {@code idempotency-key-reused} when the stored request was another one. */
    public void check(String storedHash) {
        if (!hash.equals(storedHash))
            throw new Problem(422, "idempotency-key-reused", "This key was used for another request.");
    }
}
