package polyclinic.notes.labresults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
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
        Document results = reported(sent).parts(Instant.EPOCH).get(0).data().get("results", Document.class);

        assertThat(results.get("2823-3", Document.class).get("value"))
                .isEqualTo(Decimal128.parse(kept))
                .hasToString(Decimal128.parse(kept).toString());
    }

    @Test
    void results_that_were_measured_at_several_times_are_as_many_parts_the_newest_last() {
        Instant monday = Instant.parse("2026-03-02T09:30:00.123456Z");
        Instant friday = Instant.parse("2026-03-06T09:30:00Z");
        ReportedResults reported = new ReportedResults(
                UUID.randomUUID(),
                UUID.randomUUID(),
                2,
                List.of(
                        result("2823-3", "4.10", monday),
                        result("2160-0", "1.20", monday),
                        result("600-7", "negative", friday),
                        result("718-7", "13.5", null)),
                friday,
                null,
                null);

        List<ReportedResults.Part> parts = reported.parts(Instant.EPOCH);

        assertThat(parts)
                .extracting(ReportedResults.Part::performedAt)
                .containsExactly(Instant.parse("2026-03-02T09:30:00.123Z"), friday);
        assertThat(parts)
                .extracting(part -> part.data().get("results", Document.class).keySet().stream()
                        .toList())
                .containsExactly(List.of("2823-3", "2160-0"), List.of("600-7", "718-7"));
        assertThat(parts).extracting(ReportedResults.Part::id).doesNotHaveDuplicates();
        assertThat(parts.get(1).id()).isEqualTo(ReportedResults.id(reported.request(), 2));
        assertThat(reported.parts(Instant.MAX)).isEqualTo(parts);
    }

    private static ReportedResults.Result result(String code, String value, @Nullable Instant performedAt) {
        return new ReportedResults.Result(code, code, value, null, null, null, null, false, performedAt);
    }

    private static ReportedResults reported(String value) {
        return new ReportedResults(
                UUID.randomUUID(),
                UUID.randomUUID(),
                1,
                List.of(new ReportedResults.Result("2823-3", "Potassium", value, null, null, null, null, false, null)),
                null,
                null,
                null);
    }
}
