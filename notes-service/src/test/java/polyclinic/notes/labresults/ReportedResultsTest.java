package polyclinic.notes.labresults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportedResultsTest {
    @Test
    void no_two_codes_have_one_key_and_each_key_is_a_step_of_a_path() {
        List<String> codes = List.of(
                "a.b",
                "a_b",
                "a b",
                "a/b",
                "a_2Eb",
                "a\u00e9b",
                "a__b",
                "a-b",
                "A.b",
                "$",
                "x".repeat(128),
                ".".repeat(99),
                ".".repeat(100));

        List<String> keys = codes.stream().map(ReportedResults::key).toList();

        assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.matches("[\\w-]{1,128}"));
        assertThat(ReportedResults.key("2823-3")).isEqualTo("2823-3");
    }

    @ParameterizedTest
    @CsvSource({"4.10, 4.10", "1.0E-4, 1.0E-4", "1e5, 1E+5"})
    void a_number_is_kept_as_one_with_its_digits(String sent, String kept) {
        Document results = reported(sent).data().get("results", Document.class);

        assertThat(results.get("2823-3", Document.class).get("value"))
                .isEqualTo(Decimal128.parse(kept))
                .hasToString(Decimal128.parse(kept).toString());
    }

    private static ReportedResults reported(String value) {
        return new ReportedResults(
                UUID.randomUUID(),
                UUID.randomUUID(),
                1,
                List.of(new ReportedResults.Result("2823-3", "Potassium", value, null, null, null, null, false)),
                null,
                null,
                null);
    }
}
