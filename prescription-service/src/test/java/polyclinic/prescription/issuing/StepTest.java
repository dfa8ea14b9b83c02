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
import polyclinic.prescription.issuing.Step.Happened;

/** Every step × everything that can happen, duplicates and latecomers included. */
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
    Stream<DynamicTest> every_step_meets_every_happening() {
        assertThat(TABLE).hasNumberOfRows(Step.values().length);
        List<DynamicTest> tests = new ArrayList<>();
        for (Step step : Step.values())
            for (Happened happened : Happened.values()) {
                Step expected = TABLE[step.ordinal()][happened.ordinal()];
                tests.add(dynamicTest(step + " × " + happened, () -> {
                    if (expected != null) assertThat(step.after(happened)).isEqualTo(expected);
                    else assertThatThrownBy(() -> step.after(happened)).isInstanceOf(IllegalStateException.class);
                }));
            }
        return tests.stream();
    }

    @Test
    void hearing_everything_twice_leads_to_the_same_end() {
        Step step = RENDER;

        for (Happened happened : List.of(Happened.RENDERED, Happened.SIGNED, Happened.STORED, Happened.POINTED))
            step = step.after(happened).after(happened);

        assertThat(step).isEqualTo(ISSUED);
    }

    @Test
    void only_an_attempt_that_may_have_stored_leaves_something_to_delete() {
        assertThat(Stream.of(Step.values()).filter(Step::mayHaveStored)).containsExactly(STORE, POINT);
    }
}
