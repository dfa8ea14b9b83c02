package polyclinic.prescription.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static polyclinic.prescription.issuing.Step.ISSUED;
import static polyclinic.prescription.issuing.Step.POINT;
import static polyclinic.prescription.issuing.Step.RENDER;
import static polyclinic.prescription.issuing.Step.RETURNED;
import static polyclinic.prescription.issuing.Step.SIGN;
import static polyclinic.prescription.issuing.Step.STORE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import polyclinic.prescription.issuing.Step.Outcome;

/** Every step × every outcome, duplicates and late ones included. */
class StepTest {
    /** A line for each step, in the order RENDERED SIGNED STORED POINTED FAILED TIMED_OUT; null is impossible. */
    private static final Step[][] TABLE = {
        /* RENDER */ {SIGN, null, null, null, RETURNED, RETURNED},
        /* SIGN */ {SIGN, STORE, null, null, RETURNED, RETURNED},
        /* STORE */ {STORE, STORE, POINT, null, RETURNED, RETURNED},
        /* POINT */ {POINT, POINT, POINT, ISSUED, POINT, POINT},
        /* ISSUED */ {ISSUED, ISSUED, ISSUED, ISSUED, ISSUED, ISSUED},
        /* RETURNED */ {RETURNED, RETURNED, RETURNED, RETURNED, RETURNED, RETURNED},
    };

    @TestFactory
    Stream<DynamicTest> every_step_handles_every_outcome() {
        assertThat(TABLE).hasNumberOfRows(Step.values().length);
        List<DynamicTest> tests = new ArrayList<>();
        for (Step step : Step.values())
            for (Outcome outcome : Outcome.values()) {
                Step expected = TABLE[step.ordinal()][outcome.ordinal()];
                tests.add(dynamicTest(step + " × " + outcome, () -> {
                    if (expected != null) assertThat(step.after(outcome)).isEqualTo(expected);
                    else assertThatThrownBy(() -> step.after(outcome)).isInstanceOf(IllegalStateException.class);
                }));
            }
        return tests.stream();
    }

    @Test
    void reporting_every_outcome_twice_leads_to_the_same_end() {
        Step step = RENDER;

        for (Outcome outcome : List.of(Outcome.RENDERED, Outcome.SIGNED, Outcome.STORED, Outcome.POINTED))
            step = step.after(outcome).after(outcome);

        assertThat(step).isEqualTo(ISSUED);
    }

    @Test
    void only_an_attempt_that_may_have_stored_leaves_something_to_delete() {
        assertThat(Stream.of(Step.values()).filter(Step::mayHaveStored)).containsExactly(STORE, POINT);
    }
}
