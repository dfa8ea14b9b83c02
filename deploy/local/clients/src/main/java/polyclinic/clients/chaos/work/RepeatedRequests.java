package polyclinic.clients.chaos.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.http.ApiResponse;

/**
 * Requests as a good client sends them: one key, repeated until an answer acknowledges or refuses. Now and then what was acknowledged is
 * sent once more, and has to be answered with the same.
 */
final class RepeatedRequests {
    private static final Duration TIMEOUT = Duration.ofSeconds(150);
    private static final long PAUSE_MS = 250;
    private static final int AGAIN_ONE_IN = 4;

    /** What other services have not told yet. */
    private static final Set<String> NOT_YET =
            Set.of("request-in-progress", "not-found", "unknown-patient", "unknown-reference", "unknown-doctor");

    private final Findings findings;
    private final AtomicLong repetitions;
    private final Random random;

    /** The request was refused, or not answered in time; the finding is written down. */
    static final class Unacknowledged extends RuntimeException {
        Unacknowledged(String message) {
            super(message);
        }
    }

    RepeatedRequests(Findings findings, AtomicLong repetitions, Random random) {
        this.findings = findings;
        this.repetitions = repetitions;
        this.random = random;
    }

    /**
     * Returns the first answer with one of the statuses.
     *
     * @param request sends it with a key
     * @throws Unacknowledged when there is none
     */
    ApiResponse send(Function<String, ApiResponse> request, int... statuses) {
        String key = UUID.randomUUID().toString();
        ApiResponse answer = untilAcknowledged(request, key, statuses);
        if (random.nextInt(AGAIN_ONE_IN) == 0) {
            ApiResponse again = untilAcknowledged(request, key, statuses);
            if (!Objects.equals(answer.optionalText("id"), again.optionalText("id")))
                findings.add(answer.request() + " with one key made " + answer.optionalText("id") + " and "
                        + again.optionalText("id"));
        }
        return answer;
    }

    private ApiResponse untilAcknowledged(Function<String, ApiResponse> request, String key, int... statuses) {
        Instant end = Instant.now().plus(TIMEOUT);
        String last = "nothing was answered";
        while (Instant.now().isBefore(end)) {
            ApiResponse answer = null;
            try {
                answer = request.apply(key);
            } catch (CheckFailed noAnswer) {
                last = String.valueOf(noAnswer.getMessage());
            }
            if (answer != null) {
                int status = answer.status();
                if (Arrays.stream(statuses).anyMatch(expected -> expected == status)) return answer;
                last = answer.unexpected(Arrays.toString(statuses)).getMessage();
                if (status == 500) findings.add("an error that nobody foresaw: " + last);
                if (!mayPass(answer)) throw unacknowledged("refused: " + last);
            }
            repetitions.incrementAndGet();
            Poller.sleep(PAUSE_MS);
        }
        throw unacknowledged("not acknowledged within " + TIMEOUT.toSeconds() + " s: " + last);
    }

    private static boolean mayPass(ApiResponse answer) {
        return answer.status() >= 500 || answer.status() == 429 || NOT_YET.contains(answer.problem());
    }

    private Unacknowledged unacknowledged(@Nullable String what) {
        findings.add(String.valueOf(what));
        return new Unacknowledged(String.valueOf(what));
    }
}
