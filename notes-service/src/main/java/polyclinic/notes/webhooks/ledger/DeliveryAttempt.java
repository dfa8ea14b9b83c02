package polyclinic.notes.webhooks.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a delivery.
 *
 * @param status of the answer, where there was one
 * @param milliseconds until the answer, or until nobody waited for it any more
 */
public record DeliveryAttempt(
        Instant at, AttemptOutcome outcome, @Nullable Integer status, long milliseconds) {}
