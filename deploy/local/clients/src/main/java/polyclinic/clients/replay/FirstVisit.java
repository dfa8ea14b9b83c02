package polyclinic.clients.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.PdfSignatureVerifier;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.checks.StepLog;
import polyclinic.clients.checks.StepResult;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/**
 * Today's visit of a patient whose record has been imported. It takes place once a day, and the steps that an interrupted run
 * has done are not repeated.
 */
final class FirstVisit {
    private static final Set<String> CONFLICTS =
            Set.of("allergy-conflict", "interaction-conflict", "duplicate-therapy");
    private static final Duration EVENT_TIMEOUT = Duration.ofSeconds(20);

    private final String patientId;
    private final boolean hasHistory;
    private final VisitBooking booking;
    private final ApiClient reception;
    private final ApiClient nurse;
    private final StepResult<ApiClient> doctor = new StepResult<>("doctor");
    private final StepResult<JsonNode> appointment = new StepResult<>("appointment");
    private final StepResult<String> prescriptionPath = new StepResult<>("prescription");
    private boolean isIssued;

    /** @param hasHistory whether the record told of earlier visits, problems or orders */
    FirstVisit(Clinic clinic, String patientId, boolean hasHistory) {
        this.patientId = patientId;
        this.hasHistory = hasHistory;
        reception = clinic.as("reception").retrying();
        nurse = clinic.as("nurse").retrying();
        booking = new VisitBooking(clinic, reception, patientId);
    }

    static boolean hasStatus(JsonNode appointment, String status) {
        return status.equals(appointment.path("status").asText());
    }

    void play(StepLog log) {
        log.step("reception", "books today's visit", this::book);
        if (is("completed")) {
            log.step("doctor", "looks at today's visit, which is over", this::readEncounter);
            return;
        }
        if (is("scheduled")) log.step("reception", "checks the patient in", () -> transition(reception, "check-in"));
        log.step("nurse", "records vital signs", this::recordVitals);
        if (is("checked_in")) log.step("doctor", "starts the consultation", () -> transition(doctor.get(), "start"));
        log.step("doctor", "reads the imported history", this::readHistory);
        log.step("doctor", "writes and signs a SOAP note", this::writeNote);
        log.step("doctor", "prescribes and issues after the allergy check", this::prescribe);
        log.step("doctor", "completes the encounter", () -> transition(doctor.get(), "complete"));
        if (isIssued) log.step("doctor", "opens the PDF and checks its signature", this::verifyDocument);
        log.step("doctor", "finds the visit and the past on the timeline", this::readTimeline);
    }

    private String book() {
        VisitBooking.BookedVisit visit = booking.findOrBook();
        doctor.set(visit.doctor());
        JsonNode booked = appointment.set(visit.appointment());
        return booked.path("start").asText() + " with "
                + booked.path("doctorName").asText() + (visit.isNew() ? "" : " (booked by an earlier run)");
    }

    private boolean is(String status) {
        return hasStatus(appointment.get(), status);
    }

    private String transition(ApiClient who, String action) {
        JsonNode changed =
                appointment.set(who.post("/appointments/" + appointmentId() + "/" + action, JsonNodes.object())
                        .expect(200)
                        .json());
        String status = changed.path("status").asText();
        return action.equals("check-in") ? status + ", token " + changed.path("tokenNumber") : status;
    }

    private String appointmentId() {
        return appointment.get().path("id").asText();
    }

    private String encounterId() {
        return appointment.get().path("encounterId").asText();
    }

    /** The same key whenever the visit is played, so that nothing is stored twice. */
    private String key(String what) {
        return "visit:" + appointmentId() + ":" + what;
    }

    private String recordVitals() {
        JsonNode data = JsonNodes.object(
                "bloodPressure",
                        JsonNodes.object(
                                "systolic", JsonNodes.object("value", 124, "unit", "mm[Hg]"),
                                "diastolic", JsonNodes.object("value", 79, "unit", "mm[Hg]")),
                "heartRate", JsonNodes.object("value", 71, "unit", "/min"));
        nurse.post(
                        "/clinical-data",
                        JsonNodes.object("patientId", patientId, "dataType", "vital_signs", "data", data),
                        key("vitals"))
                .expect(201);
        List<JsonNode> trend = nurse.all(
                "/clinical-data/trend?patientId=" + patientId + "&dataType=vital_signs&path=bloodPressure.systolic");
        CheckFailed.unless(!trend.isEmpty(), "the blood pressure's trend lacks today's value");
        return "the systolic pressure's trend has " + trend.size() + " points";
    }

    private String readHistory() {
        if (!hasHistory) return "the record tells of no past";
        List<JsonNode> entries = Poller.until(
                EVENT_TIMEOUT,
                () -> {
                    List<JsonNode> found = doctor.get().all("/history?patientId=" + patientId);
                    return found.isEmpty() ? null : found;
                },
                () -> "the doctor sees no history");
        String oldest = entries.get(entries.size() - 1).path("date").asText();
        return entries.size() + " entries back to " + oldest;
    }

    private String writeNote() {
        JsonNode content = JsonNodes.object(
                "subjective",
                        "New to this clinic; "
                                + (hasHistory
                                        ? "the record of earlier years has been taken over."
                                        : "nothing is known of earlier years."),
                "objective", "Well; blood pressure and pulse normal.",
                "assessment", "No acute illness.",
                "plan", "Vitamin D over the winter; come again in a year.");
        JsonNode draft = JsonNodes.object(
                "patientId", patientId, "encounterId", encounterId(), "type", "soap", "content", content);
        ApiResponse note = doctor.get().post("/notes", draft, key("note")).expect(201);
        String path = "/notes/" + note.text("id");
        if (doctor.get().get(path).expect(200).text("status").equals("draft"))
            doctor.get().post(path + "/sign", JsonNodes.object(), key("sign")).expect(200);
        return "signed";
    }

    private String prescribe() {
        JsonNode item = JsonNodes.object(
                "medication",
                JsonNodes.object("name", "Cholecalciferol 1000 units capsule"),
                "dose",
                "1000 units",
                "route",
                "oral",
                "frequency",
                "once a day",
                "durationDays",
                90,
                "quantity",
                90);
        JsonNode draft = JsonNodes.object("appointmentId", appointmentId(), "items", List.of(item));
        ApiResponse prescription =
                doctor.get().post("/prescriptions", draft, key("prescription")).expect(201);
        String path = prescriptionPath.set("/prescriptions/" + prescription.text("id"));
        if (doctor.get().get(path).expect(200).text("status").equals("draft")) {
            ApiResponse answer = doctor.get().post(path + "/issue", JsonNodes.object());
            // The record's own allergies and medicines may speak against it, and then it must not be issued.
            if (answer.status() == 409 && CONFLICTS.contains(answer.problem()))
                return "not issued: " + answer.problem();
            answer.expect(202);
        }
        ApiResponse issued =
                Poller.until(EVENT_TIMEOUT, () -> readIfIssued(path), () -> "the prescription is not issued");
        isIssued = true;
        return "issued; allergy check: " + issued.json().at("/checks/0/outcome").asText();
    }

    private @Nullable ApiResponse readIfIssued(String path) {
        ApiResponse current = doctor.get().get(path).expect(200);
        if (current.text("status").equals("draft"))
            throw new CheckFailed("issuing led back to draft: " + current.optionalText("returnedReason"));
        return current.text("status").equals("issuing") ? null : current;
    }

    private String verifyDocument() {
        byte[] pdf = doctor.get()
                .get(prescriptionPath.get() + "/document")
                .expect(200)
                .bytes();
        PdfSignatureVerifier.verify(pdf);
        return "valid, covers all " + pdf.length + " bytes";
    }

    private String readTimeline() {
        Set<String> expected =
                hasHistory ? Set.of("appointment_completed", "history_recorded") : Set.of("appointment_completed");
        List<JsonNode> items = Poller.until(
                EVENT_TIMEOUT,
                () -> {
                    List<JsonNode> found = doctor.get().all("/timelines/" + patientId);
                    Set<String> kinds = found.stream()
                            .map(item -> item.path("kind").asText())
                            .collect(Collectors.toSet());
                    return kinds.containsAll(expected) ? found : null;
                },
                () -> "the visit or the past is not on the timeline");
        String oldest = items.get(items.size() - 1).path("occurredAt").asText();
        return items.size() + " items back to " + oldest.substring(0, 10);
    }

    private String readEncounter() {
        ApiResponse encounter = doctor.get().get("/encounters/" + encounterId()).expect(200);
        CheckFailed.unlessEqual("the encounter's status", "finished", encounter.text("status"));
        return "encounter finished at " + encounter.text("endedAt");
    }
}
