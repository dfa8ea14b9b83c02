package polyclinic.clients.movein.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.files.ScannedRecord;

/** What the files of a clinic say, in the suite's words. */
class ClinicMappingTest {
    private final ClinicMapping mapping =
            new ClinicMapping("old", ZoneId.of("Asia/Kolkata"), Instant.parse("2024-11-10T06:00:00Z"));

    @Test
    void a_patient_keeps_id_uhid_and_time_and_the_age_of_that_day() {
        MoveRecord patient = map(ClinicFile.PATIENTS, null, """
                {"patient_id":"PAT_72D90B86","uhid":"123456789","name":"John Doe","age":45,"gender":"M",
                 "phone":"+919876543210","created_at":"2024-11-08T10:00:00","updated_at":"2024-11-08T10:00:00"}""");

        assertThat(patient.externalId()).isEqualTo("PAT_72D90B86");
        assertThat(patient.body()).isEqualTo(json("""
                {"givenName":"John","familyName":"Doe","birthDate":"1979-05-08","birthDateEstimated":true,"sex":"male",
                 "phone":"+919876543210","uhid":"123456789",
                 "provenance":{"source":"old","externalId":"PAT_72D90B86","recordedAt":"2024-11-08T04:30:00Z"}}"""));
        assertThat(patient.treatments()).isEmpty();
    }

    @Test
    void who_has_one_name_has_one() {
        assertThat(map(ClinicFile.PATIENTS, null, "{\"patient_id\":\"P\",\"name\":\" Suharto \"}")
                        .body())
                .isEqualTo(json("""
                {"givenName":"Suharto","sex":"unknown","provenance":{"source":"old","externalId":"P"}}"""));
    }

    @Test
    void what_is_not_certain_is_left_out_and_told() {
        MoveRecord patient = map(ClinicFile.PATIENTS, null, """
                {"patient_id":"P","name":"JosÃ© Rao","age":"very old","gender":"?"}""");

        assertThat(patient.body().path("givenName").asText()).isEqualTo("José");
        assertThat(patient.body().has("birthDate")).isFalse();
        assertThat(patient.treatments()).hasSize(3);
    }

    @Test
    void who_waits_today_waits_here_and_other_visits_are_history() {
        MoveRecord today = map(ClinicFile.QUEUE, null, """
                {"queue_id":"Q_1","patient_id":"P","token_number":3,"priority":"urgent","status":"ready_for_doctor",
                 "added_at":"2024-11-10T09:00:00"}""");
        assertThat(today.target()).isEqualTo(MoveTarget.QUEUE);
        assertThat(today.queueSteps()).containsExactly("nurse_completed", "ready_for_doctor");
        assertThat(today.body().path("priority").asText()).isEqualTo("urgent");

        MoveRecord before = map(ClinicFile.QUEUE, null, """
                {"queue_id":"Q_2","patient_id":"P","token_number":3,"priority":"normal","status":"completed",
                 "added_at":"2024-11-10T09:00:00","completed_at":"2024-11-10T09:30:00"}""");
        assertThat(before.target()).isEqualTo(MoveTarget.HISTORY);
        assertThat(before.body().path("content")).isEqualTo(json("""
                {"status":"completed","tokenNumber":3,"priority":"normal","addedAt":"2024-11-10T03:30:00Z",
                 "completedAt":"2024-11-10T04:00:00Z"}"""));

        MoveRecord never = map(ClinicFile.QUEUE, null, """
                {"queue_id":"Q_3","patient_id":"P","status":"waiting","added_at":"2024-11-01T09:00:00"}""");
        assertThat(never.target()).isEqualTo(MoveTarget.HISTORY);
        assertThat(never.treatments()).hasSize(1);
    }

    @Test
    void a_note_keeps_its_parts_author_and_time() {
        MoveRecord note = map(ClinicFile.NOTES, "P", """
                {"note_id":"NOTE_1","type":"SOAP","content":{"subjective":"a","objective":"b","assessment":"c","plan":"d"},
                 "created_by":"nurse_rekha","created_at":"2024-11-08T10:00:00Z"}""");

        assertThat(note.patient()).isEqualTo("P");
        assertThat(note.body().path("type").asText()).isEqualTo("soap");
        assertThat(note.body().path("provenance").path("author").asText()).isEqualTo("nurse_rekha");
    }

    @Test
    void a_note_without_all_parts_is_no_soap_note_and_one_without_an_id_gets_one_that_stays() {
        String text = "{\"type\":\"SOAP\",\"content\":{\"subjective\":\"a\"}}";
        MoveRecord note = map(ClinicFile.NOTES, "P", text);

        assertThat(note.body().path("type").asText()).isEqualTo("manual");
        assertThat(note.treatments()).hasSize(2);
        assertThat(note.externalId())
                .startsWith("P~")
                .isEqualTo(map(ClinicFile.NOTES, "P", text).externalId());
    }

    @Test
    void history_keeps_its_date_content_and_source() {
        MoveRecord entry = map(ClinicFile.HISTORY, null, """
                {"history_id":"HIST_1","patient_id":"P","type":"prescription","date":"2024-01-15T10:00:00Z",
                 "content":{"medications":["Paracetamol 500mg"]},"source":"digitizer","document_id":"DOC_123"}""");

        assertThat(entry.body()).isEqualTo(json("""
                {"type":"prescription","date":"2024-01-15","content":{"medications":["Paracetamol 500mg"],
                 "documentId":"DOC_123"},"source":"digitizer","provenance":{"source":"old","externalId":"HIST_1"}}"""));
    }

    @Test
    void what_cannot_be_said_is_refused_with_the_reason_and_without_its_content() {
        for (String text : new String[] {
            "{\"patient_id\":\"P\"}", "{\"age\":3}", "{\"patient_id\":\"P\",\"name\":\"  \"}",
        }) assertThatThrownBy(() -> map(ClinicFile.PATIENTS, null, text)).isInstanceOf(UnfitRecord.class);
        assertThatThrownBy(() -> map(ClinicFile.NOTES, null, "{\"content\":{\"a\":\"secret\"}}"))
                .isInstanceOf(UnfitRecord.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> map(ClinicFile.HISTORY, "P", "{\"type\":\"secret\",\"date\":\"2024-01-15\"}"))
                .isInstanceOf(UnfitRecord.class)
                .hasMessageNotContaining("secret");
    }

    private MoveRecord map(ClinicFile file, @Nullable String key, String text) {
        ScannedRecord record = new ScannedRecord(1, key, json(text), false);
        return mapping.map(file, file.id(record), record);
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JsonNodes.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
