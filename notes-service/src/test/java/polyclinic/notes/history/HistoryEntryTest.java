package polyclinic.notes.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.events.HistoryType;

class HistoryEntryTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void it_has_its_own_date_however_long_ago() {
        assertThat(record("1931-12-24").day()).isEqualTo(LocalDate.of(1931, 12, 24));
        assertThat(record("2026-03-03").day()).isEqualTo(LocalDate.of(2026, 3, 3));
    }

    @Test
    void it_is_not_of_the_future_nor_of_another_age() {
        assertThatThrownBy(() -> record("2026-03-04")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> record("1849-12-31")).isInstanceOf(Problem.class);
    }

    private static HistoryEntry record(String date) {
        var content = Json.MAPPER.createObjectNode().put("reason", "check-up");
        Caller caller = new Caller("admin", "admin", Set.of("admin"), null, null, null);
        return HistoryEntry.record(
                new RecordHistory(
                        UUID.randomUUID(),
                        HistoryType.VISIT,
                        LocalDate.parse(date),
                        content,
                        HistorySource.IMPORT,
                        null,
                        null),
                caller,
                NOON);
    }
}
