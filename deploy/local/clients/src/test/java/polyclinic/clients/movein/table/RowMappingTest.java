package polyclinic.clients.movein.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.mapping.MoveRecord;
import polyclinic.clients.movein.mapping.UnfitRecord;
import polyclinic.clients.movein.report.MoveReport;
import polyclinic.clients.movein.report.MoveReport.Count;

/** Rows of a relational database in the suite's words, by the mappings that are there as examples. */
class RowMappingTest {
    private static final Path SAMPLES = Path.of("samples/mapping");
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeDoctors() throws IOException {
        Files.writeString(folder.resolve("doctors.csv"), """
                id,first_name,last_name,email,license_number,specialization,created_at
                7,Priya,Nair,p@example.org,L-7,Cardiology,2020-01-01T10:00:00Z
                """);
    }

    @Test
    void a_patient() {
        assertThat(map(
                                "patients.yaml",
                                Map.of(
                                        "id", "12",
                                        "first_name", "Rishi",
                                        "last_name", "Ahuja",
                                        "phone", "98765 43210",
                                        "date_of_birth", "08/11/1979",
                                        "gender", "M",
                                        "created_at", "2024-11-08 10:00:00"))
                        .body())
                .isEqualTo(json("""
                        {"givenName":"Rishi","familyName":"Ahuja","birthDate":"1979-11-08","sex":"male","phone":"+919876543210",
                         "provenance":{"source":"healthcare_db","externalId":"12","recordedAt":"2024-11-08T04:30:00Z"}}"""));
    }

    @Test
    void an_appointment_names_the_doctor_of_the_other_table() {
        MoveRecord visit = map(
                "appointments.yaml",
                Map.of(
                        "id", "3",
                        "patient_id", "12",
                        "doctor_id", "7",
                        "appointment_date", "2024-11-08 10:00:00",
                        "status", "completed"));

        assertThat(visit.patient()).isEqualTo("12");
        assertThat(visit.externalId()).isEqualTo("appointment-3");
        assertThat(visit.body().path("date").asText()).isEqualTo("2024-11-08");
        assertThat(visit.body().path("content")).isEqualTo(json("""
                {"status":"completed","startedAt":"2024-11-08T04:30:00Z","doctor":"Priya Nair"}"""));
    }

    @Test
    void an_invoice_has_lines() {
        assertThat(map(
                                "invoices.yaml",
                                Map.of(
                                        "id", "3",
                                        "patient_id", "12",
                                        "number", "OLD-7",
                                        "issued_at", "2024-11-08 10:00:00",
                                        "description", "Visit",
                                        "amount", "80.00",
                                        "paid", "30.00"))
                        .body()
                        .path("lines"))
                .isEqualTo(json("""
                        [{"description":"Visit","quantity":"1","unitPrice":{"amount":"80.00","currency":"INR"}}]"""));
    }

    @Test
    void a_prescription_and_a_record() {
        assertThat(map(
                                "prescriptions.yaml",
                                Map.of(
                                        "id", "3",
                                        "appointment_id", "3",
                                        "patient_id", "12",
                                        "doctor_id", "7",
                                        "medication", "Paracetamol 500mg; Cetirizine",
                                        "created_at", "2024-11-08 10:00:00"))
                        .body()
                        .at("/content/medications"))
                .isEqualTo(json("[\"Paracetamol 500mg\",\"Cetirizine\"]"));
        assertThat(map(
                                "records.yaml",
                                Map.of(
                                        "id",
                                        "1",
                                        "patient_id",
                                        "12",
                                        "record_date",
                                        "2024-11-08",
                                        "record_type",
                                        "lab"))
                        .body()
                        .path("type")
                        .asText())
                .isEqualTo("lab_result");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"patient_id\":\"12\",\"doctor_id\":\"7\",\"appointment_date\":\"2024-11-08 10:00:00\"}",
                "{\"id\":\"3\",\"doctor_id\":\"7\",\"appointment_date\":\"2024-11-08 10:00:00\"}",
                "{\"id\":\"3\",\"patient_id\":\"12\",\"doctor_id\":\"8\",\"appointment_date\":\"2024-11-08 10:00:00\"}",
                "{\"id\":\"3\",\"patient_id\":\"12\",\"appointment_date\":\"08.11.2024\"}",
                "{\"id\":\"3\",\"patient_id\":\"12\",\"appointment_date\":\"2024-02-30 10:00:00\"}",
                "{\"id\":\"3\",\"patient_id\":\"12\",\"status\":\"secret\",\"appointment_date\":\"2024-11-08 10:00:00\"}",
                "{}"
            })
    void a_row_that_cannot_be_read_for_certain_is_refused_without_its_content(String row)
            throws JsonProcessingException {
        @SuppressWarnings("unchecked")
        Map<String, String> values = JsonNodes.MAPPER.readValue(row, Map.class);

        assertThatThrownBy(() -> map("appointments.yaml", values))
                .isInstanceOf(UnfitRecord.class)
                .hasMessageNotContainingAny("secret", "08.11.2024", "2024-02-30");
    }

    @Test
    void a_rehearsal_tells_what_an_import_would_and_needs_no_suite() throws IOException {
        Path table = Files.writeString(folder.resolve("patients.csv"), """
                id,first_name,last_name,email,phone,date_of_birth,gender,created_at
                1,Ann,"Lee, senior",\\N,NULL,01/02/1980,F,2024-11-08 10:00:00
                2,Bob,Ray,,,31/02/1980,M,2024-11-08 10:00:00
                1,Cid,Roy,,,01/02/1980,M,2024-11-08 10:00:00
                4,Dan
                """);
        MoveReport report = new MoveReport();
        new RowImport(
                        table,
                        SAMPLES.resolve("patients.yaml"),
                        ZONE,
                        report,
                        new PrintStream(OutputStream.nullOutputStream()))
                .rehearse();

        assertThat(report.of("patients", Count.READ)).isEqualTo(4);
        assertThat(report.reasons())
                .containsExactly(
                        "patients.csv row 2: birthDate is no date of that format",
                        "patients.csv row 3: its id is that of an earlier row",
                        "patients.csv row 4: the row is empty, or has not as many columns as the header");
    }

    @Test
    void a_mapping_with_a_mistake_is_refused_before_anything_is_read() throws IOException {
        for (String text : new String[] {
            "target: patient",
            "target: nobody\nsource: x\nid: '{id}'\nfields: {a: b}",
            "target: patient\nsource: x\nid: '{id}'\nfields: {a: {colum: b}}",
            "target: patient\nsource: x\nid: '{id}'\nfields: {a: {column: b, as: nonsense}}",
            "target: [",
        }) {
            Path file = Files.writeString(folder.resolve("m.yaml"), text);
            assertThatThrownBy(() -> TableMapping.read(file)).isInstanceOf(CheckFailed.class);
        }
    }

    private MoveRecord map(String mapping, Map<String, String> row) {
        return new RowMapping(TableMapping.read(SAMPLES.resolve(mapping)), folder, ZONE, Instant.EPOCH)
                .map("row 1", row);
    }

    private static JsonNode json(String text) {
        try {
            return JsonNodes.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
