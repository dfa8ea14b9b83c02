package polyclinic.prescription.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant END = START.plusSeconds(60);

    private final RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(1));

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "5, 5", "16, 16", "40, 16", "50, 10", "60, 0", "70, 16"})
    void the_pause_grows_with_the_attempt_and_ends_with_its_time(long secondsLasted, long secondsOfPause) {
        Instant now = START.plusSeconds(secondsLasted);

        assertThat(policy.pause(at(Step.STORE), now)).isEqualTo(Duration.ofSeconds(secondsOfPause));
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"RENDER", "SIGN", "STORE"})
    void an_attempt_is_stopped_when_its_time_is_up(Step step) {
        assertThat(policy.reasonToStop(at(step), END.minusMillis(1))).isEmpty();
        assertThat(policy.reasonToStop(at(step), END)).get().asString().contains("in time");
    }

    @Test
    void an_attempt_whose_document_is_stored_is_never_stopped() {
        assertThat(policy.reasonToStop(at(Step.POINT), END.plusSeconds(60))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"RENDER", "SIGN", "STORE", "POINT"})
    void a_transient_failure_is_tried_again(Step step) {
        assertThat(policy.reasonToGiveUp(step, new IOException("connection reset")))
                .isEmpty();
    }

    @Test
    void a_bug_in_rendering_or_signing_is_permanent() {
        assertThat(policy.reasonToGiveUp(Step.RENDER, new IllegalStateException("bug")))
                .hasValue("It failed: the document could not be made.");
        assertThat(policy.reasonToGiveUp(Step.SIGN, new IllegalStateException("bug")))
                .hasValue("It failed: the document could not be signed.");
    }

    @Test
    void an_unexpected_failure_to_store_or_point_is_tried_again() {
        assertThat(policy.reasonToGiveUp(Step.STORE, new IllegalStateException("bug")))
                .isEmpty();
        assertThat(policy.reasonToGiveUp(Step.POINT, new IllegalStateException("bug")))
                .isEmpty();
    }

    @Test
    void a_permanent_failure_gives_its_reason() {
        var failure = new PermanentFailure(at(Step.STORE), "no such luck");

        assertThat(policy.reasonToGiveUp(Step.STORE, failure)).hasValue("no such luck");
        assertThat(RetryPolicy.isUnexpected(failure)).isFalse();
    }

    private static IssuingAttempt at(Step step) {
        return new IssuingAttempt(UUID.randomUUID(), 1, step, 1, null, null, START, END);
    }
}
