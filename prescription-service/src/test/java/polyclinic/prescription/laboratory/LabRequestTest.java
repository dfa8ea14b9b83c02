package polyclinic.prescription.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import polyclinic.commons.problem.Problem;

class LabRequestTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");
    private static final LabTest POTASSIUM = new LabTest("2823-3", "Potassium");
    private static final LabTest CULTURE = new LabTest("600-7", "Blood culture");

    /** Everything that can happen to a request. */
    private enum Happening {
        COLLECT(request -> request.collect(List.of(new LabRequest.Sample("blood", null, NOW)), "lab", NOW)),
        RESULT_OF_ONE(request -> request.result(List.of(result("2823-3", "4.10", false)), List.of(), publication())),
        RESULT_OF_THE_OTHER(
                request -> request.result(List.of(result("600-7", "negative", false)), List.of(), publication())),
        CORRECT(request -> request.correct(List.of(result("2823-3", "4.20", false)), "mixed up", publication())),
        REVIEW(request -> request.review("doctor", "seen", NOW)),
        CANCEL(request -> request.cancel("not needed", NOW));

        private final Consumer<LabRequest> doing;

        Happening(Consumer<LabRequest> doing) {
            this.doing = doing;
        }
    }

    /** What is done to a new request to bring it into a state. */
    private enum Given {
        REQUESTED,
        COLLECTED(Happening.COLLECT),
        RESULTED_IN_PART(Happening.COLLECT, Happening.RESULT_OF_ONE),
        RESULTED(Happening.COLLECT, Happening.RESULT_OF_ONE, Happening.RESULT_OF_THE_OTHER),
        REVIEWED_IN_PART(Happening.COLLECT, Happening.RESULT_OF_ONE, Happening.REVIEW),
        REVIEWED(Happening.COLLECT, Happening.RESULT_OF_ONE, Happening.RESULT_OF_THE_OTHER, Happening.REVIEW),
        CANCELLED(Happening.CANCEL);

        private final List<Happening> before;

        Given(Happening... before) {
            this.before = Arrays.asList(before);
        }
    }

    private static final Map<Given, Set<Happening>> ALLOWED = new EnumMap<>(Map.of(
            Given.REQUESTED, EnumSet.of(Happening.COLLECT, Happening.CANCEL),
            Given.COLLECTED,
                    EnumSet.of(
                            Happening.COLLECT,
                            Happening.RESULT_OF_ONE,
                            Happening.RESULT_OF_THE_OTHER,
                            Happening.CANCEL),
            Given.RESULTED_IN_PART, EnumSet.of(Happening.RESULT_OF_THE_OTHER, Happening.CORRECT, Happening.REVIEW),
            Given.RESULTED, EnumSet.of(Happening.CORRECT, Happening.REVIEW),
            Given.REVIEWED_IN_PART, EnumSet.of(Happening.RESULT_OF_THE_OTHER, Happening.CORRECT),
            Given.REVIEWED, EnumSet.of(Happening.CORRECT),
            Given.CANCELLED, EnumSet.noneOf(Happening.class)));

    @Test
    void each_state_takes_exactly_what_it_may_and_a_refusal_changes_nothing() {
        for (Given given : Given.values())
            for (Happening happening : Happening.values()) {
                LabRequest request = given(given);
                LabRequestStatus before = request.status();
                String what = given + " and " + happening;
                if (Objects.requireNonNull(ALLOWED.get(given)).contains(happening)) {
                    happening.doing.accept(request);
                    continue;
                }
                assertThatThrownBy(() -> happening.doing.accept(request))
                        .as(what)
                        .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                                .isEqualTo(409));
                assertThat(request.status()).as(what).isEqualTo(before);
            }
    }

    @Test
    void partial_results_are_preliminary_and_the_next_version_holds_them_too() {
        LabRequest request = given(Given.RESULTED_IN_PART);
        assertThat(newest(request).status()).isEqualTo(LabReport.Status.PRELIMINARY);

        Happening.RESULT_OF_THE_OTHER.doing.accept(request);

        assertThat(request.resultVersion()).isEqualTo(2);
        assertThat(newest(request).status()).isEqualTo(LabReport.Status.FINAL);
        assertThat(newest(request).results()).extracting(LabResult::code).containsExactly("2823-3", "600-7");
        assertThat(request.reports().get(0).results()).hasSize(1);
    }

    @Test
    void each_result_was_measured_when_its_own_report_says_so_and_a_correction_leaves_that() {
        LabRequest request = given(Given.COLLECTED);
        Instant friday = NOW.plus(Duration.ofDays(4));
        request.result(List.of(result("2823-3", "4.10", false)), List.of(), publication(NOW));
        request.result(List.of(result("600-7", "negative", false)), List.of(), publication(friday));
        assertThat(newest(request).results()).extracting(LabResult::performedAt).containsExactly(NOW, friday);

        request.correct(List.of(result("2823-3", "4.20", false)), "mixed up", publication(friday));

        assertThat(newest(request).results()).extracting(LabResult::performedAt).containsExactly(NOW, friday);
        request.correct(
                List.of(result("2823-3", "4.30", false).performedAtOr(friday)), "another sample", publication(friday));
        assertThat(newest(request).results()).extracting(LabResult::performedAt).containsExactly(friday, friday);
        assertThat(request.snapshot(null, NOW).results())
                .extracting(LabRequestEvent.Result::performedAt)
                .containsExactly(friday, friday);
    }

    @Test
    void a_correction_keeps_what_it_corrects_and_waits_for_a_review_of_its_own() {
        LabRequest request = given(Given.REVIEWED);
        assertThat(request.snapshot(null, NOW).released()).isTrue();

        Happening.CORRECT.doing.accept(request);

        assertThat(request.status()).isEqualTo(LabRequestStatus.RESULTED);
        assertThat(request.snapshot("mixed up", NOW).released()).isFalse();
        assertThat(request.reviewDueAt()).isEqualTo(NOW.plus(Duration.ofHours(72)));
        assertThat(newest(request).status()).isEqualTo(LabReport.Status.CORRECTED);
        assertThat(newest(request).results()).extracting(LabResult::value).containsExactly("4.20", "negative");
        assertThat(request.reports().get(1).results())
                .extracting(LabResult::value)
                .containsExactly("4.10", "negative");
        assertThat(request.reports().get(1).reviewedBy()).isEqualTo("doctor");
        assertThat(newest(request).reviewedBy()).isNull();
    }

    @Test
    void critical_results_are_due_sooner_and_a_reflex_test_belongs_to_the_request_from_then_on() {
        LabRequest request = given(Given.COLLECTED);

        request.result(
                List.of(result("2823-3", "7.10", true), result("2160-0", "1.2", false)),
                List.of(new LabTest("2160-0", "Creatinine")),
                publication());

        assertThat(request.snapshot(null, NOW).critical()).isTrue();
        assertThat(request.reviewDueAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(request.tests()).extracting(LabTest::code).containsExactly("2823-3", "600-7", "2160-0");
    }

    @Test
    void a_correction_of_what_has_no_result_is_refused() {
        LabRequest request = given(Given.RESULTED_IN_PART);

        assertThatThrownBy(() -> request.correct(List.of(result("600-7", "positive", false)), "why", publication()))
                .isInstanceOf(UnknownTest.class);
    }

    @Test
    void a_code_is_asked_for_once() {
        assertThatThrownBy(() -> requested(List.of(POTASSIUM, POTASSIUM))).isInstanceOf(Problem.class);
    }

    @Test
    void each_specimen_has_a_label_of_its_own() {
        LabRequest request = given(Given.COLLECTED);

        Happening.COLLECT.doing.accept(request);

        assertThat(request.specimens()).extracting(LabSpecimen::labelId).containsExactly("L0000001-1", "L0000001-2");
    }

    private static LabReport newest(LabRequest request) {
        return Objects.requireNonNull(request.report());
    }

    private static LabRequest given(Given given) {
        LabRequest request = requested(List.of(POTASSIUM, CULTURE));
        given.before.forEach(happening -> happening.doing.accept(request));
        return request;
    }

    private static LabRequest requested(List<LabTest> tests) {
        return LabRequest.requested(
                "L0000001",
                new LabRequest.Order(UUID.randomUUID(), null, null, null, "doctor", LabPriority.ROUTINE, tests, null),
                NOW);
    }

    private static LabResult result(String code, String value, boolean critical) {
        return new LabResult(code, code, value, null, null, null, null, critical, null);
    }

    private static LabRequest.Publication publication() {
        return publication(NOW);
    }

    private static LabRequest.Publication publication(Instant performedAt) {
        return new LabRequest.Publication(
                performedAt, "lab", NOW, false, critical -> NOW.plus(Duration.ofHours(critical ? 1 : 72)));
    }
}
