package polyclinic.clients.movein.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Ada, Lovelace, Ada Lovelace, false",
                "Juan, de la Cruz, Juan de la Cruz, true",
                "Maria José, -, Maria José, true",
                "Suharto, -, Suharto, false",
                "-, Suharto, Suharto, true",
                "JosÃ©, Rao, JosÃ© Rao, true",
                "小明, 王, 王小明, true",
                "小明, -, 小明, false",
                "민준, 김, 김민준, true",
                "花子, やまだ, やまだ花子, true",
                "ジョン, スミス, ジョン スミス, false",
                "John, 王, John 王, false",
                "राम, वर्मा, राम वर्मा, false",
                "محمد, الحسن, محمد الحسن, false"
            })
    void a_name_leaves_as_it_is_shown_and_comes_back_in_the_same_parts(
            @Nullable String given, @Nullable String family, String shown, boolean withParts) {
        ObjectNode shaped = shapes.patient(patient(given, family));

        assertThat(shaped.path("name").asText()).isEqualTo(shown);
        assertThat(shaped.has("given_name") || shaped.has("family_name")).isEqualTo(withParts);
        MoveRecord again = read(shaped);
        assertThat(again.body().path("givenName").textValue()).isEqualTo(given);
        assertThat(again.body().path("familyName").textValue()).isEqualTo(family);
        assertThat(again.treatments()).isEmpty();
    }

    @Test
    void parts_that_do_not_make_the_name_any_more_count_for_nothing() {
        ObjectNode changed = shapes.patient(patient("Juan", "de la Cruz")).put("name", "Juana Cruz");

        assertThat(read(changed).body().path("givenName").asText()).isEqualTo("Juana");
        assertThat(read(changed).body().path("familyName").asText()).isEqualTo("Cruz");
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

    private static ObjectNode patient(@Nullable String given, @Nullable String family) {
        return JsonNodes.object(
                "id", "7", "givenName", given, "familyName", family, "createdAt", NOW, "updatedAt", NOW);
    }

    private MoveRecord read(ObjectNode shaped) {
        return mapping.map(ClinicFile.PATIENTS, "PAT_7", new ScannedRecord(1, null, shaped, false));
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
