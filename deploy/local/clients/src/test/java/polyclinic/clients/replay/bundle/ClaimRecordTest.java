package polyclinic.clients.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.clients.replay.TestRecords;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportPlan;

class ClaimRecordTest {
    /** The claim's total is what was asked for, whatever its items say; nothing is paid beyond it. */
    @Test
    void a_claim_is_an_invoice_of_elsewhere_with_what_was_paid_of_it() {
        ImportPlan plan = TestRecords.readBundle(
                """
                        {"resourceType":"Patient","id":"p","name":[{"family":"Prince"}],"birthDate":"1970-01-01","gender":"female"}""",
                claim("c1", "\"net\":{\"value\":30.5,\"currency\":\"USD\"}", "100.255"),
                claim("c2", "\"net\":{\"value\":300,\"currency\":\"USD\"}", "100"),
                explanation("e1", "Claim/c1", "20.5", ""),
                explanation("e2", "Claim/c1", "10", ""),
                explanation("e3", "Claim/c2", "170", ""),
                explanation("e4", "Claim/elsewhere", "5", """
                        ,"total":[{"category":{"coding":[{"code":"submitted"}]},\
                        "amount":{"value":7,"currency":"USD"}}]"""),
                """
                        {"resourceType":"Claim","id":"c3","status":"cancelled","use":"claim",
                         "patient":{"reference":"Patient/p"}}""",
                explanation("e5", "Claim/c3", "1", ""),
                claim("c4", "\"quantity\":{\"value\":1}", "100").replace("Patient/p", "Patient/q"),
                explanation("e6", "Claim/c4", "1", ""));

        assertThat(plan.items())
                .extracting(ImportItem::source)
                .containsExactly("ExplanationOfBenefit/e4", "Claim/c1", "Claim/c2");
        JsonNode first = plan.items().get(1).body();
        assertThat(first.at("/lines/0/unitPrice/amount").asText()).isEqualTo("69.76");
        assertThat(first.at("/lines/1/unitPrice/amount").asText()).isEqualTo("30.50");
        assertThat(first.at("/lines/1/description").asText()).isEqualTo("Throat culture");
        assertThat(first.at("/paid/amount").asText()).isEqualTo("30.50");
        assertThat(first.path("issuedAt").asText()).isEqualTo("2020-01-02T03:04:05Z");
        assertThat(first.at("/provenance/externalId").asText()).isEqualTo("Claim/c1");
        JsonNode second = plan.items().get(2).body();
        assertThat(second.path("lines")).hasSize(1);
        assertThat(second.at("/lines/0/unitPrice/amount").asText()).isEqualTo("100.00");
        assertThat(second.at("/paid/amount").asText()).isEqualTo("100.00");
        assertThat(plan.plannedOf("ExplanationOfBenefit")).isEqualTo(4);
        assertThat(plan.skipped())
                .containsEntry(
                        "Claim",
                        Map.of("cancelled or entered in error", 1, "is about somebody who is not in the file", 1))
                .containsEntry("ExplanationOfBenefit", Map.of("its claim is skipped", 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\"net\":{\"value\":30.5,\"currency\":\"USD\"} ~ 75.50 ~",
                "\"net\":{\"value\":0,\"currency\":\"USD\"} ~ 45.00 ~",
                "\"net\":{\"value\":30.5,\"currency\":\"EUR\"} ~ ~ says no amount",
                "\"net\":{\"value\":30.5} ~ ~ says no amount",
                "\"quantity\":{\"value\":1} ~ ~ says no amount",
            })
    void a_claim_without_a_total_asks_for_what_its_items_come_to(
            String amount, @Nullable String total, @Nullable String reason) {
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT,
                claim("c", amount, "1")
                        .replace(",\n \"total\":{\"value\":1,\"currency\":\"USD\"}", "")
                        .replace(
                                "{\"text\":\"Visit\"}",
                                "{\"text\":\"Visit\"},\"net\":{\"value\":45,\"currency\":\"USD\"}"));

        if (total != null) {
            JsonNode lines = TestRecords.item(plan, "Claim/c").body().path("lines");
            BigDecimal sum = BigDecimal.ZERO;
            for (JsonNode line : lines)
                sum = sum.add(new BigDecimal(line.at("/unitPrice/amount").asText()));
            assertThat(sum).isEqualByComparingTo(total);
        } else {
            assertThat(plan.skipped()).isEqualTo(Map.of("Claim", Map.of(String.valueOf(reason), 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"preauthorization", "predetermination"})
    void what_would_be_paid_is_no_invoice(String use) {
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT,
                explanation("e", "Claim/x", "1", """
                        ,"total":[{"category":{"coding":[{"code":"submitted"}]},"amount":{"value":7,"currency":"USD"}}]""").replace("\"use\":\"claim\"", "\"use\":\"" + use + "\""));

        assertThat(plan.items()).isEmpty();
        assertThat(plan.skipped())
                .isEqualTo(Map.of("ExplanationOfBenefit", Map.of("says what would be paid, not what was", 1)));
    }

    private static String claim(String id, String amount, String total) {
        return """
                {"resourceType":"Claim","id":"%s","status":"active","use":"claim","patient":{"reference":"Patient/p"},
                 "created":"2020-01-02T03:04:05Z","provider":{"display":"Elsewhere"},
                 "item":[{"sequence":1,"productOrService":{"text":"Visit"}},
                         {"sequence":2,"productOrService":{"text":"Throat culture"},%s}],
                 "total":{"value":%s,"currency":"USD"}}""".formatted(id, amount, total);
    }

    private static String explanation(String id, String claim, String paid, String more) {
        return """
                {"resourceType":"ExplanationOfBenefit","id":"%s","status":"active","use":"claim","outcome":"complete",
                 "patient":{"reference":"Patient/p"},"created":"2020-01-03","claim":{"reference":"%s"},
                 "payment":{"amount":{"value":%s,"currency":"USD"}}%s}""".formatted(id, claim, paid, more);
    }
}
