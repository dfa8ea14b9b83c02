package polyclinic.prescription.issuing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import polyclinic.commons.problem.TransientFailures;
import polyclinic.prescription.clients.StoredDocuments;

/** Decides whether a step that failed is tried again, and when; and whether an attempt has lasted too long. */
final class RetryPolicy {
    private static final int MAX_PAUSES = 16;

    private final Duration pause;

    /** @param pause after the first failure */
    RetryPolicy(Duration pause) {
        this.pause = pause;
    }

    /** Why the attempt is given up before its next step, or empty. From {@link Step#POINT} on it only goes forward. */
    Optional<String> reasonToStop(IssuingAttempt attempt, Instant now) {
        boolean isLate = attempt.step() != Step.POINT && !now.isBefore(attempt.givesUpAt());
        return isLate
                ? Optional.of("It could not be issued in time: " + consequence(attempt.step()))
                : Optional.empty();
    }

    /** Why the attempt is given up after a step failed; empty when the step may succeed later. */
    Optional<String> reasonToGiveUp(Step step, Throwable failure) {
        if (failure instanceof PermanentFailure permanent) return Optional.of(permanent.reason());
        if (failure instanceof StoredDocuments.Refused refused)
            return Optional.of("asset-service refused the document (" + refused.status() + ").");
        boolean repeatsItself = step == Step.RENDER || step == Step.SIGN;
        return repeatsItself && !TransientFailures.is(failure)
                ? Optional.of("It failed: " + consequence(step))
                : Optional.empty();
    }

    /** Whether the failure is neither a permanent failure nor a refusal, so that its cause belongs in the log. */
    static boolean isUnexpected(Throwable failure) {
        return !(failure instanceof PermanentFailure) && !(failure instanceof StoredDocuments.Refused);
    }

    /** Returns a pause that grows with the age of the attempt, but never past the moment when it is given up. */
    Duration pause(IssuingAttempt attempt, Instant now) {
        Duration lasted = Duration.between(attempt.startedAt(), now);
        Duration wanted = min(max(lasted, pause), pause.multipliedBy(MAX_PAUSES));
        Duration left = Duration.between(now, attempt.givesUpAt());
        return left.isNegative() ? wanted : min(wanted, left);
    }

    private static String consequence(Step step) {
        return switch (step) {
            case RENDER -> "the document could not be made.";
            case SIGN -> "the document could not be signed.";
            case STORE -> "the document could not be stored.";
            case POINT, ISSUED, RETURNED -> "the document could not be recorded.";
        };
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
