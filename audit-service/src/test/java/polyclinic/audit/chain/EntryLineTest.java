package polyclinic.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.audit.chain.SampleRecords.record;
import static polyclinic.audit.chain.SampleRecords.with;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryLineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "\"quoted\" \\ and /",
                "two\nlines\r\n\u2028\u2029\u0085",
                "\u0000\u0001\u001f\u007f\t",
                "Ünï 漢字 \uD83D\uDE00",
                "{\"$oid\":\"5\"}",
                "$where",
                ""
            })
    void what_is_read_from_a_line_is_what_was_written(String text) {
        AuditRecord record = with(with(record(1), "reason", text), "changedFields", List.of(text, "$date"));
        ChainEntry entry = ChainEntry.after(
                new ChainHead(3, (1L << 40), ChainHead.GENESIS), 1L << 41, record, new ArrivalMetadata("late", text));

        String line = EntryLine.write(entry);

        assertThat(line.lines()).hasSize(1);
        assertThat(EntryLine.read(line)).isEqualTo(entry);
        assertThat(EntryLine.read(line).isIntact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "null", "7", "{\"_id\":7}", "{\"_id\":\"x\"} trailing"})
    void anything_else_is_a_damaged_entry(String line) {
        assertThat(EntryLine.read(line)).isInstanceOf(DamagedEntry.class);
    }

    @Test
    void numbers_are_json_numbers() {
        assertThat(EntryLine.write(SampleRecords.chain(2, 1).get(0))).contains("\"seq\": 1,", "\"offset\": 0,");
    }
}
