package polyclinic.notes.projections.timeline;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.testing.contracts.EventContracts;
import polyclinic.notes.projections.timeline.lines.TimelineEntry;

class TimelineEntryMapperTest {
    /** Of a clinic whose days begin before those of UTC. */
    private static final TimelineEntryMapper MAPPER = new TimelineEntryMapper(ZoneId.of("Asia/Kolkata"));

    /** Event types that belong on no timeline, and why. */
    private static final Map<String, String> NOT_ON_A_TIMELINE = Map.ofEntries(
            Map.entry("doctor.registered.v1", "concerns no patient"),
            Map.entry("doctor.updated.v1", "concerns no patient"),
            Map.entry("patient.emergency-access-reviewed.v1", "judges an access that has its line"),
            Map.entry("audit.recorded.v1", "is read in the audit trail"),
            Map.entry("restatement.patient.v1", "says again what is so, and nothing that happened"),
            Map.entry("restatement.appointment.v1", "says again what is so, and nothing that happened"),
            Map.entry("restatement.billing.v1", "says again what is so, and nothing that happened"),
            Map.entry(
                    "encounter.completed.v1",
                    "is the end of an appointment or of a place in the queue, which has its line"),
            Map.entry("task.created.v1", "is work of the staff, who have a list of it"),
            Map.entry("task.claimed.v1", "is work of the staff, who have a list of it"),
            Map.entry("task.updated.v1", "is work of the staff, who have a list of it"),
            Map.entry("task.completed.v1", "is work of the staff, who have a list of it"),
            Map.entry("task.cancelled.v1", "is work of the staff, who have a list of it"),
            Map.entry("task.overdue.v1", "is work of the staff, who have a list of it"),
            Map.entry("alert.raised.v1", "tells the staff of what has its own line"),
            Map.entry("alert.acknowledged.v1", "tells the staff of what has its own line"),
            Map.entry("prescription.dispensed.v1", "follows a dispense or what came back of one, which has its line"),
            Map.entry("stock.low.v1", "concerns no patient"),
            Map.entry("stock.replenished.v1", "concerns no patient"),
            Map.entry("stock.expiring.v1", "concerns no patient"),
            Map.entry(
                    "prescription.updated.v1",
                    "changes a draft, which has its line, before it is issued, which has one too"),
            Map.entry("price.set.v1", "concerns no patient"),
            Map.entry("price.ended.v1", "concerns no patient"),
            Map.entry("shift.opened.v1", "concerns no patient"),
            Map.entry("shift.closed.v1", "concerns no patient"),
            Map.entry("invoice.drafted.v1", "is a draft; its invoice has a line when it is issued"),
            Map.entry("invoice.updated.v1", "changes a draft"),
            Map.entry("invoice.lines-added.v1", "changes a draft"),
            Map.entry("settlement.failed.v1", "is an alert to the staff about an invoice, which has its lines"),
            Map.entry("clinical-data.entered-in-error.v1", "takes the lines of what it is about away"),
            Map.entry("patient.condition-removed.v1", "takes the lines of what it is about away"),
            Map.entry("patient.immunization-removed.v1", "takes the lines of what it is about away"),
            Map.entry("patient.medical-record-removed.v1", "takes the lines of what it is about away"),
            Map.entry("note.draft-expiring.v1", "tells the writer of a draft, which has its line"),
            Map.entry("asset.scanned.v1", "says what the virus scanner found of a file, which has its line"),
            Map.entry(
                    "ai-proposal.opened.v1",
                    "is a task of who asked; what is accepted becomes history, which has its line"),
            Map.entry("ai-proposal.failed.v1", "says that nothing came of what somebody asked a machine for"),
            Map.entry("asset.text-updated.v1", "says how far reading a file has come, which has its line"),
            Map.entry("document.digitized.v1", "says that a file was looked through, which has its line"),
            Map.entry("note.discarded.v1", "takes the lines of the draft away"),
            Map.entry("transcript.entered-in-error.v1", "takes the lines of what it is about away"),
            Map.entry("note.entered-in-error.v1", "takes the lines of what it is about away"),
            Map.entry("history.entered-in-error.v1", "takes the lines of what it is about away"),
            Map.entry("lab-request.review-overdue.v1", "is a task of the staff about results that have their line"),
            Map.entry("cancellation.incomplete.v1", "is an alert to the staff about something that has its lines"));

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00.123Z");
    private static final UUID SAMPLE_ID = UUID.fromString("018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001");
    private static final UUID PATIENT = UUID.randomUUID();

    @ParameterizedTest
    @CsvSource({
        "patient.registered.v1, patient_registered, patient, Patient registered",
        "patient.updated.v1, patient_updated, patient, Patient's details changed",
        "patient.allergy-recorded.v1, patient_allergy_recorded, allergy, Allergy recorded",
        "patient.allergy-updated.v1, patient_allergy_updated, allergy, Allergy changed",
        "patient.allergy-removed.v1, patient_allergy_removed, allergy, Allergy removed",
        "patient.no-known-allergies-recorded.v1, patient_no_known_allergies_recorded, allergy, No known allergies stated",
        "patient.no-known-allergies-removed.v1, patient_no_known_allergies_removed, allergy, No known allergies no longer holds",
        "patient.condition-recorded.v1, patient_condition_recorded, condition, Condition recorded",
        "patient.condition-updated.v1, patient_condition_updated, condition, 'Condition changed: resolved'",
        "patient.immunization-recorded.v1, patient_immunization_recorded, immunization, Immunization not done",
        "patient.immunization-updated.v1, patient_immunization_updated, immunization, Immunization changed",
        "patient.medical-record-recorded.v1, patient_medical_record_recorded, medical_record, Medical record (patient photo) recorded",
        "patient.medical-record-updated.v1, patient_medical_record_updated, medical_record, Medical record (patient photo) changed",
        "patient.emergency-access-granted.v1, patient_emergency_access_granted, emergency_access, Record opened in an emergency",
        "appointment.booked.v1, appointment_booked, appointment, Appointment booked with Dr. House",
        "appointment.rescheduled.v1, appointment_rescheduled, appointment, Appointment moved with Dr. House",
        "appointment.cancelled.v1, appointment_cancelled, appointment, Appointment cancelled with Dr. House",
        "appointment.checked-in.v1, appointment_checked_in, appointment, 'Checked in, token 7'",
        "appointment.started.v1, appointment_started, appointment, Consultation started with Dr. House",
        "appointment.completed.v1, appointment_completed, appointment, Consultation completed with Dr. House",
        "appointment.no-show.v1, appointment_no_show, appointment, Appointment missed",
        "queue.entry-added.v1, queue_entry_added, queue_entry, 'Joined the queue, token 7'",
        "queue.entry-assigned.v1, queue_entry_assigned, queue_entry, 'Assigned to a doctor''s queue, token 7'",
        "queue.entry-moved.v1, queue_entry_moved, queue_entry, 'Moved in the queue, token 7: in consultation'",
        "order.placed.v1, order_placed, order, Patient photo ordered",
        "order.started.v1, order_started, order, Patient photo begun",
        "order.completed.v1, order_completed, order, Patient photo done",
        "order.cancelled.v1, order_cancelled, order, Patient photo called off",
        "prescription.drafted.v1, prescription_drafted, prescription, Prescription drafted",
        "prescription.issuing.v1, prescription_issuing, prescription, Prescription being issued",
        "prescription.issued.v1, prescription_issued, prescription, Prescription issued (2 items)",
        "prescription.returned-to-draft.v1, prescription_returned_to_draft, prescription, Prescription could not be issued",
        "prescription.refilled.v1, prescription_refilled, prescription, Prescription refilled",
        "prescription.expired.v1, prescription_expired, prescription, Prescription expired",
        "prescription.conflict-found.v1, prescription_conflict_found, prescription, Prescription conflicts with something new",
        "prescription.cancelled.v1, prescription_cancelled, prescription, Prescription cancelled",
        "invoice.issued.v1, invoice_issued, invoice, Invoice issued",
        "invoice.paid.v1, invoice_paid, invoice, Invoice paid",
        "invoice.voided.v1, invoice_voided, invoice, Invoice voided",
        "invoice.recorded.v1, invoice_recorded, invoice, Invoice of elsewhere recorded",
        "payment.taken.v1, payment_taken, payment, Payment taken",
        "payment.refunded.v1, payment_refunded, payment, Payment refunded",
        "credit-note.issued.v1, credit_note_issued, credit_note, Credit note issued",
        "lab-request.requested.v1, lab_request_requested, lab_request, Laboratory tests requested (2 tests)",
        "lab-request.collected.v1, lab_request_collected, lab_request, Specimen collected",
        "lab-request.resulted.v1, lab_request_resulted, lab_request, Laboratory results reported",
        "lab-request.corrected.v1, lab_request_corrected, lab_request, Laboratory results corrected",
        "lab-request.reviewed.v1, lab_request_reviewed, lab_request, Laboratory results reviewed",
        "lab-request.cancelled.v1, lab_request_cancelled, lab_request, Laboratory tests cancelled",
        "dispense.prepared.v1, dispense_prepared, dispense, Medicines prepared",
        "dispense.handed-over.v1, dispense_handed_over, dispense, Medicines handed over",
        "dispense.returned.v1, dispense_returned, dispense, Medicines returned",
        "dispense.reversed.v1, dispense_reversed, dispense, Medicines not picked up",
        "note.drafted.v1, note_drafted, note, SOAP note drafted",
        "note.updated.v1, note_updated, note, SOAP note edited",
        "note.signed.v1, note_signed, note, SOAP note signed",
        "note.addendum-added.v1, note_addendum_added, note, SOAP note completed by an addendum",
        "transcript.completed.v1, transcript_completed, transcript, Conversation transcribed",
        "clinical-data.recorded.v1, clinical_data_recorded, clinical_data, Vital signs recorded",
        "history.recorded.v1, history_recorded, history, Lab result from the patient's history",
        "asset.stored.v1, asset_stored, asset, Patient photo stored",
        "asset.deleted.v1, asset_deleted, asset, Patient photo deleted"
    })
    void each_event_reads_as_one_line(String type, String kind, String entityType, String title) {
        TimelineEntry item = entry(type, full());

        assertThat(item.kind()).isEqualTo(kind);
        assertThat(item.entityType()).isEqualTo(entityType);
        assertThat(item.title()).isEqualTo(title);
        assertThat(item.patientId()).isEqualTo(PATIENT);
        assertThat(item.source()).isEqualTo("some-service");
        assertThat(UUID.fromString(item.entityId())).isNotNull();
    }

    @Test
    void each_event_of_the_suite_has_a_line_or_a_reason_to_have_none() {
        Set<String> published = EventContracts.samples("").keySet();

        Map<Boolean, Set<String>> mapped =
                published.stream().collect(partitioningBy(MAPPER::maps, toUnmodifiableSet()));

        assertThat(mapped.get(false)).isEqualTo(NOT_ON_A_TIMELINE.keySet());
    }

    @Test
    void each_sample_of_an_event_becomes_an_entry_of_its_patient() throws Exception {
        for (Map.Entry<String, String> sample : EventContracts.samples("").entrySet()) {
            String type = sample.getKey();
            if (NOT_ON_A_TIMELINE.containsKey(type)) continue;

            TimelineEntry entry = entry(type, (ObjectNode) Json.MAPPER.readTree(sample.getValue()));

            assertThat(entry.patientId()).as(type).isEqualTo(SAMPLE_ID);
            assertThat(entry.entityId()).as(type).isEqualTo(SAMPLE_ID.toString());
            assertThat(entry.title()).as(type).isNotBlank();
        }
    }

    @Test
    void what_was_entered_in_error_takes_its_lines_away() throws Exception {
        for (Map.Entry<String, String> sample : EventContracts.samples("").entrySet()) {
            boolean takesAway =
                    NOT_ON_A_TIMELINE.getOrDefault(sample.getKey(), "").startsWith("takes the lines of");

            assertThat(TimelineEntryMapper.removed(
                                    event(sample.getKey(), (ObjectNode) Json.MAPPER.readTree(sample.getValue())))
                            != null)
                    .as(sample.getKey())
                    .isEqualTo(takesAway);
        }
    }

    @Test
    void what_happened_long_ago_stands_where_it_belongs() {
        ObjectNode history = data().put("date", "1998-07-01").put("occurredAt", "2026-03-02T12:00:00Z");
        ObjectNode clinical = data().put("effectiveAt", "2001-05-05T05:05:05.123456Z");
        ObjectNode allergy = data().put("recordedAt", "2010-01-01T00:00:00Z");

        assertThat(entry("history.recorded.v1", history).occurredAt()).isEqualTo(Instant.parse("1998-06-30T18:30:00Z"));
        assertThat(entry("clinical-data.recorded.v1", clinical).occurredAt())
                .isEqualTo(Instant.parse("2001-05-05T05:05:05.123Z"));
        assertThat(entry("patient.allergy-recorded.v1", allergy).occurredAt())
                .isEqualTo(Instant.parse("2010-01-01T00:00:00Z"));
    }

    @Test
    void an_immunization_stands_on_its_day() {
        assertThat(entry("patient.immunization-recorded.v1", data().put("date", "2021-05-01"))
                        .occurredAt())
                .isEqualTo(Instant.parse("2021-04-30T18:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Kolkata, 2026-03-31, 2026-03-30T18:30:00Z",
        "America/New_York, 2026-03-31, 2026-03-31T04:00:00Z",
        "Pacific/Kiritimati, 2026-01-01, 2025-12-31T10:00:00Z",
        // A day that began at one o'clock
        "America/Sao_Paulo, 2018-11-04, 2018-11-04T03:00:00Z"
    })
    void a_day_of_the_history_begins_where_the_clinic_is(String zone, String day, Instant begin) {
        TimelineEntry entry =
                new TimelineEntryMapper(ZoneId.of(zone)).entry(event("history.recorded.v1", data().put("date", day)));

        assertThat(requireNonNull(entry).occurredAt()).isEqualTo(begin);
    }

    @Test
    void an_event_without_a_time_of_its_own_has_that_of_its_envelope() {
        assertThat(entry("patient.registered.v1", data()).occurredAt()).isEqualTo(NOON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "note.drafted.v1",
                "note.updated.v1",
                "prescription.drafted.v1",
                "prescription.issuing.v1",
                "lab-request.resulted.v1",
                "lab-request.corrected.v1"
            })
    void unfinished_work_is_for_staff(String type) {
        assertThat(entry(type, data()).isStaffOnly()).isTrue();
        assertThat(entry("note.signed.v1", data()).isStaffOnly()).isFalse();
    }

    @Test
    void results_of_a_laboratory_request_have_the_requests_lines() {
        ObjectNode data = data().put("labRequestId", UUID.randomUUID().toString());

        assertThat(MAPPER.entry(event("clinical-data.recorded.v1", data))).isNull();
    }

    @Test
    void a_draft_that_was_given_up_is_on_no_timeline() {
        assertThat(MAPPER.entry(event("invoice.voided.v1", data().putNull("number"))))
                .isNull();
        assertThat(MAPPER.entry(event("invoice.voided.v1", data().put("number", "2026-000001"))))
                .isNotNull();
    }

    @Test
    void events_of_unknown_types_and_of_assets_without_a_patient_are_on_no_timeline() {
        assertThat(MAPPER.maps("doctor.registered.v1")).isFalse();
        assertThat(MAPPER.entry(event("asset.stored.v1", Json.MAPPER.createObjectNode())))
                .isNull();
    }

    @Test
    void an_event_that_is_not_as_agreed_is_poison() {
        assertThatThrownBy(() -> MAPPER.entry(event("note.signed.v1", Json.MAPPER.createObjectNode())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MAPPER.entry(event("note.signed.v1", data().put("patientId", "nobody"))))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> MAPPER.entry(event("note.signed.v1", data().put("occurredAt", "soon"))))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void a_title_holds_no_clinical_text() {
        ObjectNode data = full();
        data.put("reason", "secret");
        data.putObject("substance").put("name", "secret");

        for (String type :
                new String[] {"appointment.cancelled.v1", "patient.allergy-recorded.v1", "prescription.issued.v1"}) {
            assertThat(entry(type, data).title()).doesNotContain("secret");
        }
    }

    private static TimelineEntry entry(String type, ObjectNode data) {
        return requireNonNull(MAPPER.entry(event(type, data)), type);
    }

    private static ObjectNode full() {
        ObjectNode data =
                data().put("doctorName", "Dr. House").put("tokenNumber", 7).put("status", "in_consultation");
        data.put("noteType", "soap").put("dataType", "vital_signs").put("historyType", "lab_result");
        data.put("kind", "patient_photo").put("number", "INV-2026-000001");
        data.put("clinicalStatus", "resolved").put("outcome", "not_done");
        data.putArray("items").addObject().put("name", "secret");
        data.withArray("items").addObject().put("name", "secret");
        data.putArray("tests").addObject().put("name", "secret");
        data.withArray("tests").addObject().put("name", "secret");
        return data;
    }

    private static ObjectNode data() {
        return Json.MAPPER.valueToTree(Map.of("patientId", PATIENT));
    }

    private static CloudEvent event(String type, ObjectNode data) {
        return new CloudEvent(
                UUID.randomUUID(),
                type,
                "/some-service",
                UUID.randomUUID().toString(),
                NOON,
                "doctor",
                null,
                null,
                data);
    }
}
