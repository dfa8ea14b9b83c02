package polyclinic.clients.movein.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.files.FileDamage;
import polyclinic.clients.movein.files.RecordSelection;
import polyclinic.clients.movein.mapping.ClinicFile;

/** The made-up clinics hold what they promise, and the reading finds all that is left of a damaged one. */
class SampleFilesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

    @TempDir
    private Path folder;

    @Test
    void a_whole_clinic_is_read_whole() {
        SampleFiles.Written written = SampleFiles.write(folder, 120, 1, false, TODAY);

        assertThat(select(ClinicFile.PATIENTS).selected()).isEqualTo(120);
        assertThat(select(ClinicFile.QUEUE).selected()).isEqualTo(written.visits());
        assertThat(select(ClinicFile.NOTES).selected()).isEqualTo(written.notes());
        assertThat(select(ClinicFile.HISTORY).selected()).isEqualTo(written.history());
        for (ClinicFile file : ClinicFile.values())
            assertThat(select(file).damages()).isEmpty();
    }

    @Test
    void of_a_damaged_clinic_only_what_is_lost_for_good_is_missing_and_all_of_it_is_told() {
        SampleFiles.Written written = SampleFiles.write(folder, 120, 1, true, TODAY);

        RecordSelection patients = select(ClinicFile.PATIENTS);
        assertThat(written.lost()).isEqualTo(5);
        assertThat(patients.selected()).isEqualTo(120 - written.lost());
        assertThat(patients.damages()).filteredOn(FileDamage::isLoss).hasSize(3 + 2 * 2);
        assertThat(select(ClinicFile.QUEUE).selected()).as("written twice").isEqualTo(written.visits());
        assertThat(select(ClinicFile.NOTES).selected()).as("cut off").isEqualTo(written.notes() - 1);
        assertThat(select(ClinicFile.HISTORY).selected()).as("written over").isEqualTo(written.history());
        for (ClinicFile file : ClinicFile.values())
            assertThat(select(file).damages()).isNotEmpty();
    }

    @Test
    void the_same_numbers_give_the_same_files(@TempDir Path other) throws IOException {
        SampleFiles.write(folder, 30, 7, true, TODAY);
        SampleFiles.write(other, 30, 7, true, TODAY);

        for (ClinicFile file : ClinicFile.values())
            assertThat(Files.mismatch(folder.resolve(file.fileName()), other.resolve(file.fileName())))
                    .isEqualTo(-1);
    }

    @Test
    void clinics_of_different_seeds_have_no_number_in_common(@TempDir Path other) throws IOException {
        SampleFiles.write(folder, 200, 1, false, TODAY);
        SampleFiles.write(other, 200, 2, false, TODAY);

        for (ClinicFile file : ClinicFile.values())
            assertThat(values(folder, file, file.idMember()))
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(values(other, file, file.idMember()));
        for (String member : new String[] {"uhid", "phone"})
            assertThat(values(folder, ClinicFile.PATIENTS, member))
                    .hasSize(200)
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(values(other, ClinicFile.PATIENTS, member));
    }

    private static List<String> values(Path folder, ClinicFile file, String member) throws IOException {
        return JsonNodes.MAPPER
                .readTree(folder.resolve(file.fileName()).toFile())
                .findValuesAsText(member);
    }

    private RecordSelection select(ClinicFile file) {
        return RecordSelection.of(folder.resolve(file.fileName()), file::id);
    }
}
