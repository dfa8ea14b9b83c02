package polyclinic.notes.proposals.making;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.notes.ailogs.entries.AiSource;
import polyclinic.notes.proposals.summaries.SummaryStatement;

class SummaryReaderTest {
    private static final AiSource NOTE = AiSource.of("note", "1");
    private static final AiSource VISIT = AiSource.of("history", "2");
    private static final List<RecordEntry> SHOWN = List.of(
            new RecordEntry("E1", NOTE, "2026-03-01", "Cough"),
            new RecordEntry("E2", VISIT, "2026-03-02", "Broken arm"));

    @Test
    void citations_lead_to_what_was_shown_each_once_and_what_was_made_up_goes() {
        List<SummaryStatement> read = SummaryReader.read("""
                Here it is: {"statements":[
                {"date":"2026-03-02","text":"a","citations":["E2","E1","E2","E3"]},
                {"date":"yesterday","text":"b","citations":["E9"]},
                {"date":null,"text":"c"},
                {"text":"d","citations":"E1"}]}""", SHOWN);

        assertThat(read)
                .containsExactly(
                        SummaryStatement.ofMachine("2026-03-02", "a", List.of(VISIT, NOTE)),
                        SummaryStatement.ofMachine(null, "b", List.of()),
                        SummaryStatement.ofMachine(null, "c", List.of()),
                        SummaryStatement.ofMachine(null, "d", List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "I cannot help with that.",
                "}{",
                "{\"statements\":[]}",
                "{\"statements\":{\"text\":\"a\"}}",
                "{\"statements\":[{\"text\":\"a\",\"citations\":[\"E1\"]}",
                "{\"statements\":[{\"text\":\" \",\"citations\":[\"E1\"]}]}",
                "{\"statements\":[{\"citations\":[\"E1\"]}]}",
                "{\"statements\":[{\"text\":\"a\\u0000\",\"citations\":[\"E1\"]}]}",
                "[{\"text\":\"a\"}]"
            })
    void whatever_is_no_summary_is_not_read(String answer) {
        assertThatThrownBy(() -> SummaryReader.read(answer, SHOWN)).isInstanceOf(SummaryReader.UnreadableAnswer.class);
    }
}
