package polyclinic.clients.replay.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.plan.ImportPlan;

/** Many patients are asked for at once, and no question is longer than the clinic takes. */
class PatientQuestionTest {
    private static final int MANY = 50;

    @Test
    void every_identifier_is_in_one_question_and_each_question_knows_whose_it_is() {
        List<ImportPlan> plans = plans(MANY, "urn:a", "urn:b,c");

        List<PatientQuestion> questions = PatientQuestion.of(plans, Integer.MAX_VALUE);

        assertThat(questions).hasSize(2 * MANY / PatientQuestion.MAX_IDENTIFIERS);
        List<String> asked = new ArrayList<>();
        for (PatientQuestion question : questions) {
            List<String> tokens = Arrays.asList(question.identifiers().split("(?<!\\\\),"));
            assertThat(tokens).hasSizeLessThanOrEqualTo(PatientQuestion.MAX_IDENTIFIERS);
            for (String token : tokens)
                assertThat(plans.stream().filter(plan -> tokens(plan).contains(token)))
                        .allSatisfy(plan -> assertThat(question.plans()).contains(plan));
            asked.addAll(tokens);
        }
        assertThat(asked)
                .containsExactlyInAnyOrderElementsOf(
                        plans.stream().flatMap(plan -> tokens(plan).stream()).toList());
    }

    @Test
    void one_of_each_is_enough_to_read_those_who_are_known_to_be_there() {
        List<PatientQuestion> questions = PatientQuestion.of(plans(MANY, "urn:a", "urn:b"), 1);

        assertThat(questions).hasSize(3).allSatisfy(question -> assertThat(question.identifiers())
                .doesNotContain("urn:b"));
    }

    @Test
    void who_has_no_identifier_is_asked_for_by_nobody() {
        assertThat(PatientQuestion.of(plans(2), 1)).isEmpty();
    }

    @Test
    void long_identifiers_go_into_more_questions() {
        List<PatientQuestion> questions = PatientQuestion.of(plans(MANY, "urn:" + "ü".repeat(100)), 1);

        assertThat(questions).hasSizeGreaterThan(10).allSatisfy(question -> assertThat(question.identifiers())
                .hasSizeLessThanOrEqualTo(PatientQuestion.MAX_LENGTH));
    }

    private static List<ImportPlan> plans(int count, String... systems) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    ImportPlan plan = new ImportPlan();
                    List<JsonNode> identifiers = Arrays.stream(systems)
                            .<JsonNode>map(system -> JsonNodes.object("system", system, "value", "MRN," + i))
                            .toList();
                    plan.patient("Patient/" + i, JsonNodes.object("identifiers", identifiers));
                    return plan;
                })
                .toList();
    }

    private static List<String> tokens(ImportPlan plan) {
        List<String> tokens = new ArrayList<>();
        plan.patient()
                .path("identifiers")
                .forEach(identifier -> tokens.add(PatientImport.token(
                        identifier.path("system").asText(),
                        identifier.path("value").asText())));
        return tokens;
    }
}
