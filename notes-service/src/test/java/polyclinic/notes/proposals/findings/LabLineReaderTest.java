package polyclinic.notes.proposals.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabLineReaderTest {
    private static List<DocumentFinding> find(String... pages) {
        return LabLineReader.find(List.of(pages), "en");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            Haemoglobin 13.2 g/dL 12.0-16.0;         Haemoglobin;   ;   13.2; g/dL;   g/dL;      12.0; 16.0;
            Haemoglobin: 9.8 (L) gm/dl 12.0 - 16.0;  Haemoglobin;   ;   9.8;  gm/dl;  g/dL;      12.0; 16.0; L
            Vitamin B12 350 pg/mL [200 - 900];       Vitamin B12;   ;   350;  pg/mL;  pg/mL;     200;  900;
            WBC 11.4 H x10^3/µL 4.0–11.0;            WBC;           ;   11.4; x10^3/µL; 10*3/uL; 4.0;  11.0; H
            Platelets | 250 | 10³/µl | 150-400;      Platelets;     ;   250;  10³/µl; 10*3/ul;   150;  400;
            TSH 2.345 mIU/L 0.4-4.0;                 TSH;           ;   2.345; mIU/L; m[IU]/L;   0.4;  4.0;
            Troponin I <0.01 ng/mL <0.04;            Troponin I;    <;  0.01; ng/mL;  ng/mL;     ;     0.04;
            Troponin I < 0.01 ng/mL < 0.04;          Troponin I;    <;  0.01; ng/mL;  ng/mL;     ;     0.04;
            eGFR ≥ 90 mL/min >60;                    eGFR;          >=; 90;   mL/min; mL/min;    60;   ;
            ALT (SGPT) 61* U/L up to 45;             ALT (SGPT);    ;   61;   U/L;    U/L;       ;     45; A
            Kreatinin 0,9 mg/dl 0,6-1,2;             Kreatinin;     ;   0.9;  mg/dl;  mg/dl;     0.6;  1.2;
            K 4.10 3.5-5.1 mmol/L;                   K;             ;   4.10; mmol/L; mmol/L;    3.5;  5.1;
            ESR 12 mm/hr 0-20 mm/hr;                 ESR;           ;   12;   mm/hr;  mm/h;      0;    20;
            """)
    void a_line_of_a_table_is_a_result_with_its_unit_in_ucum(
            String line,
            String name,
            String comparator,
            BigDecimal value,
            String unit,
            String code,
            BigDecimal low,
            BigDecimal high,
            String interpretation) {
        assertThat(find(line)).singleElement().satisfies(finding -> {
            assertThat(finding.doubt()).isNull();
            assertThat(finding.result())
                    .isEqualTo(new FoundResult(name, comparator, value, unit, code, low, high, interpretation));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            Leucocytes 6,500 /cumm 4,000-11,000;   NUMBER_AMBIGUOUS
            Haemoglobin 16.2 (L) g/dL 12.0-16.0;   FLAG_DIFFERS
            Haemoglobin 13.2 H g/dL 12.0-16.0;     FLAG_DIFFERS
            Haemoglobin 13.2 g/dL 16.0-12.0;       RANGE_REVERSED
            """)
    void a_line_that_may_say_something_else_is_marked(String line, FindingDoubt doubt) {
        assertThat(find(line))
                .singleElement()
                .extracting(DocumentFinding::doubt)
                .isEqualTo(doubt);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            Haematocrit 40.1 %;              NO_RANGE
            INR 1.1 0.8-1.2;                 NO_UNIT
            Glucose 5.1 Mg/dL 3.9-6.1;       UNIT_NOT_KNOWN
            Glucose 5.1 mg/dI 3.9-6.1;       UNIT_NOT_KNOWN
            WBC 6.1 103/uL 4.0-11.0;         UNIT_NOT_KNOWN
            """)
    void an_incomplete_line_is_shown_with_its_doubt_in_a_table_and_left_out_alone(String line, FindingDoubt doubt) {
        assertThat(find(line)).isEmpty();

        assertThat(find("Sodium 140 mmol/L 135-145\n" + line))
                .extracting(DocumentFinding::doubt)
                .containsExactly(null, doubt);
        assertThat(find("Sodium 140 mmol/L 135-145", line)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "She should come again in 3 days when the fever does not go away.",
                "Page 1 of 3",
                "Test Result Unit Reference",
                "Collected 12.03.2026 08:15",
                "Metformin 500 mg 1-0-1 for 30 days",
                "12 High Street 4-6",
                "13.2 g/dL 12.0-16.0",
                "Haemoglobin 13.2 g/dL 12.0-16.0 see comment below"
            })
    void prose_is_no_result(String line) {
        assertThat(find(line)).isEmpty();
    }

    @Test
    void where_it_is_not_known_to_be_english_a_point_may_stand_between_thousands() {
        List<String> page = List.of("Leukozyten 6.500 /ul 4.000-10.000");

        assertThat(LabLineReader.find(page, "de"))
                .singleElement()
                .extracting(DocumentFinding::doubt)
                .isEqualTo(FindingDoubt.NUMBER_AMBIGUOUS);
        assertThat(LabLineReader.find(page, null)).hasSize(1);
        assertThat(LabLineReader.find(page, "en"))
                .singleElement()
                .extracting(DocumentFinding::doubt)
                .isNull();
    }

    @Test
    void the_place_of_a_line_leads_back_to_it() {
        String second = "Dr. Rao\r\n\r\n\t Sodium 140 mmol/L 135-145  \r\nSigned";

        assertThat(find("Letter", second)).singleElement().satisfies(finding -> {
            assertThat(finding.page()).isEqualTo(2);
            assertThat(second.substring(finding.start(), finding.end())).isEqualTo("Sodium 140 mmol/L 135-145");
        });
    }

    @Test
    void a_million_characters_without_a_line_end_take_a_moment() {
        assertThat(find("1 ".repeat(500_000), "a".repeat(500_000))).isEmpty();
    }
}
