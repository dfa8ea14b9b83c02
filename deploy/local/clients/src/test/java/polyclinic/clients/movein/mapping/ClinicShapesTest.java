package polyclinic.clients.movein.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.files.RecordSelection;
import polyclinic.clients.movein.files.ScannedRecord;
import polyclinic.clients.movein.samples.SampleFiles;

/** What is written back is what was read: the way back loses nothing, and brings nothing in twice. */
class ClinicShapesTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private final ClinicMapping mapping = new ClinicMapping("old", ZONE, NOW);
    private final ClinicShapes shapes = new ClinicShapes("old", ZONE);

    @TempDir
    private Path folder;

    @Test
    void every_record_of_a_clinic_comes_back_as_it_was_read() {
        SampleFiles.write(folder, 110, 1, false, LocalDate.of(2026, 11, 27));
        int compared = 0;
        for (ClinicFile file : ClinicFile.values())
            for (MoveRecord record : records(file)) {
                ObjectNode shaped = shaped(record);
                MoveRecord again = mapping.map(file, record.externalId(), new ScannedRecord(1, null, shaped, false));
                assertThat(file.id(new ScannedRecord(1, null, shaped, false))).isEqualTo(record.externalId());
                assertThat(again.body()).as("%s", shaped).isEqualTo(record.body());
                assertThat(again.target()).isEqualTo(record.target());
                compared++;
            }
        assertThat(compared).isGreaterThan(4 * 110);
    }

    @Test
    void what_was_made_here_has_its_id_of_here_and_one_of_another_source_as_well() {
        assertThat(shapes.id("PAT_", JsonNodes.object("id", "7"))).isEqualTo("PAT_7");
        assertThat(shapes.id(
                        "PAT_",
                        JsonNodes.object(
                                "id", "7", "provenance", JsonNodes.object("source", "other", "externalId", "X"))))
                .isEqualTo("PAT_7");
    }

    private List<MoveRecord> records(ClinicFile file) {
        List<MoveRecord> records = new ArrayList<>();
        RecordSelection.of(folder.resolve(file.fileName()), file::id)
                .forEach((id, record) -> records.add(mapping.map(file, id, record)));
        return records;
    }

    /** As the suite answers with it, with times of its own. */
    private ObjectNode shaped(MoveRecord record) {
        ObjectNode stored = record.body().deepCopy();
        stored.put("id", "7").put("createdAt", NOW.toString()).put("updatedAt", NOW.toString());
        stored.put("addedAt", NOW.toString()).put("recordedAt", NOW.toString());
        return switch (record.target()) {
            case PATIENT -> shapes.patient(stored);
            case NOTE -> shapes.note(stored, String.valueOf(record.patient()));
            case HISTORY ->
                shapes.isVisitOfQueue(stored)
                        ? shapes.visit(stored, String.valueOf(record.patient()))
                        : shapes.history(stored, String.valueOf(record.patient()));
            default ->
                shapes.queueEntry(
                        stored.put(
                                "status",
                                record.queueSteps().isEmpty()
                                        ? "waiting"
                                        : record.queueSteps()
                                                .get(record.queueSteps().size() - 1)),
                        String.valueOf(record.patient()));
        };
    }
}
