package polyclinic.notes.proposals.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MedicationLineReaderTest {
    private static List<DocumentFinding> find(String line) {
        return MedicationLineReader.find(List.of(line), "en");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            Tab. Metformin 500 mg 1-0-1 x 30 days;            Metformin;   Tab;     500;  mg;  mg;  1-0-1;       30 days
            1) Amoxicillin capsule 500mg TDS for 7 days;      Amoxicillin; capsule; 500;  mg;  mg;  TDS;         7 days
            Rx: Levothyroxine 50 mcg once daily;              Levothyroxine;;       50;   mcg; ug;  once daily;
            Syr. Paracetamol 250 mg/5ml every 6 hours;        Paracetamol; Syr;     250;  mg/5ml; mg/(5.mL); every 6 hours;
            Bisoprolol 2.5 mg 1/2-0-0-0;                      Bisoprolol;  ;        2.5;  mg;  mg;  1/2-0-0-0;
            Inj Insulin glargine 10 IU twice a day;           Insulin glargine; Inj; 10;  IU;  [IU]; twice a day;
            """)
    void a_line_of_a_prescription_is_taken_as_it_was_printed(
            String line,
            String name,
            String form,
            BigDecimal strength,
            String unit,
            String code,
            String dosage,
            String duration) {
        assertThat(find(line)).singleElement().satisfies(finding -> {
            assertThat(finding.doubt()).isNull();
            assertThat(finding.medication())
                    .isEqualTo(new FoundMedication(name, form, strength, unit, code, dosage, duration));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            Tab. Metformin 1-0-1;             NO_STRENGTH
            Tab. Metformin 500 mg;            NO_DOSAGE
            Tab. Metformin 1,000 mg 1-0-1;    NUMBER_AMBIGUOUS
            """)
    void what_is_missing_or_may_be_either_is_marked(String line, FindingDoubt doubt) {
        assertThat(find(line))
                .singleElement()
                .extracting(DocumentFinding::doubt)
                .isEqualTo(doubt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Haemoglobin 13.2 g/dL 12.0-16.0",
                "Glucose 100 mg/dL 70-100",
                "Seen on 2026-03-02 by Dr. Rao",
                "Telephone 2-3-4",
                "Drink 2 l of water every day",
                "She was given 500 mg of something",
                "Take care"
            })
    void prose_and_results_are_no_prescription(String line) {
        assertThat(find(line)).isEmpty();
    }
}
