package polyclinic.clients.movein.bridge.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.MoveTarget;

class StateJournalTest {
    private static final RecordKey ONE = new RecordKey(ClinicFile.PATIENTS, "PAT_1");
    private static final RecordKey OTHER = new RecordKey(ClinicFile.NOTES, "NOTE_1");
    private static final AgreedState STATE = AgreedState.none(MoveTarget.PATIENT, "018f")
            .agree("phone", "f1", "s1")
            .write("name", "f0", "f1", "s1");

    @TempDir
    private Path folder;

    @Test
    void everything_is_there_again_after_an_end_at_any_byte() throws IOException {
        try (StateJournal journal = StateJournal.open(folder)) {
            journal.set("zone", "Asia/Kolkata");
            journal.put(ONE, STATE);
            journal.put(Map.of(OTHER, STATE.remove(Map.of("text", "f"))), true);
            journal.put(ONE, STATE.written());
        }
        byte[] whole = Files.readAllBytes(folder.resolve("state.ndjson"));
        int last = new String(whole, StandardCharsets.UTF_8).stripTrailing().lastIndexOf('\n') + 1;

        for (int end = last; end <= whole.length; end++) {
            Files.write(folder.resolve("state.ndjson"), Arrays.copyOf(whole, end));
            try (StateJournal again = StateJournal.open(folder)) {
                assertThat(again.setting("zone")).isEqualTo("Asia/Kolkata");
                assertThat(again.get(ONE)).isIn(STATE, STATE.written());
                assertThat(again.get(OTHER)).isEqualTo(STATE.remove(Map.of("text", "f")));
                again.put(ONE, STATE.agree("phone", "f2", "s2"));
            }
            assertThat(StateJournal.read(folder).get(ONE)).isEqualTo(STATE.agree("phone", "f2", "s2"));
        }
    }

    @Test
    void one_bridge_at_a_time_works_and_others_may_look() {
        try (StateJournal journal = StateJournal.open(folder)) {
            journal.put(ONE, STATE);

            assertThatThrownBy(() -> StateJournal.open(folder)).isInstanceOf(CheckFailed.class);
            assertThat(StateJournal.read(folder).get(ONE)).isEqualTo(STATE);
        }
        StateJournal.open(folder).close();
    }

    @Test
    void a_conflict_is_kept_once_also_after_a_line_that_was_written_half() throws IOException {
        ConflictLog log = new ConflictLog(folder);
        assertThat(log.keep(ONE, "phone", "changed on both sides", JsonNodes.object("phone", "1"), JsonNodes.object()))
                .isTrue();
        Path file = folder.resolve("conflicts.ndjson");
        Files.writeString(file, Files.readString(file) + "{\"kind\":\"pat");

        ConflictLog again = new ConflictLog(folder);
        assertThat(again.keep(
                        ONE, "phone", "changed on both sides", JsonNodes.object("phone", "1"), JsonNodes.object()))
                .isFalse();
        assertThat(again.keep(
                        ONE, "phone", "changed on both sides", JsonNodes.object("phone", "2"), JsonNodes.object()))
                .isTrue();
        assertThat(new ConflictLog(folder).entries())
                .extracting(entry -> entry.at("/file/phone").asText())
                .containsExactly("1", "2");
    }
}
