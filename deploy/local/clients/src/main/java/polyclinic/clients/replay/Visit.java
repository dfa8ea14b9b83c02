package polyclinic.clients.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import polyclinic.clients.Answer;
import polyclinic.clients.Api;
import polyclinic.clients.Clinic;
import polyclinic.clients.Doctors;
import polyclinic.clients.Json;
import polyclinic.clients.SignedPdf;
import polyclinic.clients.Wait;
import polyclinic.clients.Wrong;
import polyclinic.clients.demo.Steps;

/** Today's visit of a patient whose record has come in. Once a day: what a run that was cut off has done is not done again. */
final class Visit {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String REASON = "First visit with an imported record";

    private final Clinic clinic;
    private final Steps steps;
    private final String patientId;
    private final Api reception;
    private final Api nurse;
    private Api doctor;
    private JsonNode appointment;
    private String path;
    private String prescription;

    Visit(Clinic clinic, Steps steps, String patientId) {
        this.clinic = clinic;
        this.steps = steps;
        this.patientId = patientId;
        reception = clinic.as("reception").patient();
        nurse = clinic.as("nurse").patient();
    }

    void play() {
        steps.step("reception", "books today's visit", this::book);
        if (is("completed")) {
            steps.step("doctor", "looks at today's visit, which is over", this::lookBack);
            return;
        }
        if (is("scheduled")) steps.step("reception", "checks the patient in", () -> act(reception, "check-in"));
        steps.step("nurse", "records vital signs", this::vitals);
        if (is("checked_in")) steps.step("doctor", "starts the consultation", () -> act(doctor, "start"));
        steps.step("doctor", "reads the imported history", this::history);
        steps.step("doctor", "writes and signs a SOAP note", this::note);
        steps.step("doctor", "prescribes and issues, the allergies minded", this::prescribe);
        steps.step("doctor", "completes the encounter", () -> act(doctor, "complete"));
        steps.step("doctor", "opens the PDF and checks its signature", this::document);
        steps.step("doctor", "finds the visit and the past on the timeline", this::timeline);
    }

    private String book() {
        // A visit is today's when it was booked today: close to midnight its slot may be tomorrow's.
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        appointment = reception.all("/appointments?patientId=" + patientId).stream()
                .filter(one -> REASON.equals(one.path("reason").asText()))
                .filter(one -> one.path("createdAt").asText().startsWith(today))
                .filter(one -> !List.of("cancelled", "no_show")
                        .contains(one.path("status").asText()))
                .findFirst()
                .orElse(null);
        if (appointment != null) doctor = doctorOf(appointment);
        if (appointment != null && doctor == null && !is("completed")) cancel();
        boolean isNew = appointment == null;
        if (isNew) bookNew();
        path = "/appointments/" + appointment.path("id").asText();
        return appointment.path("start").asText() + " with "
                + appointment.path("doctorName").asText() + (isNew ? "" : " (booked by an earlier run)");
    }

    private void bookNew() {
        Doctors.Free free = new Doctors(clinic).withFreeSlots(reception);
        doctor = free.api(clinic).patient();
        for (Instant start : free.slots()) {
            Answer answer = reception.post(
                    "/appointments",
                    Json.object("patientId", patientId, "doctorId", free.id(), "start", start, "reason", REASON));
            if (answer.status() == 409) continue;
            appointment = answer.expect(201).json();
            return;
        }
        throw new Wrong("no slot was free for this patient");
    }

    /** Null for a locum, who alone knew the password. */
    private Api doctorOf(JsonNode appointment) {
        for (String user : List.of("doctor", "doctor2")) {
            Api candidate = clinic.as(user).patient();
            String id = candidate.get("/doctors/me").expect(200).text("id");
            if (id.equals(appointment.path("doctorId").asText())) return candidate;
        }
        return null;
    }

    private void cancel() {
        String id = appointment.path("id").asText();
        reception
                .post("/appointments/" + id + "/cancel", Json.object("reason", "The locum has left"))
                .expect(200);
        appointment = null;
    }

    private boolean is(String status) {
        return status.equals(appointment.path("status").asText());
    }

    private String act(Api who, String action) {
        appointment = who.post(path + "/" + action, Json.object()).expect(200).json();
        JsonNode token = appointment.path("tokenNumber");
        return appointment.path("status").asText() + (action.equals("check-in") ? ", token " + token : "");
    }

    private String key(String what) {
        return "visit:" + appointment.path("id").asText() + ":" + what;
    }

    private String vitals() {
        JsonNode data = Json.object(
                "bloodPressure",
                        Json.object(
                                "systolic", Json.object("value", 124, "unit", "mm[Hg]"),
                                "diastolic", Json.object("value", 79, "unit", "mm[Hg]")),
                "heartRate", Json.object("value", 71, "unit", "/min"));
        nurse.post(
                        "/clinical-data",
                        Json.object("patientId", patientId, "dataType", "vital_signs", "data", data),
                        key("vitals"))
                .expect(201);
        List<JsonNode> trend = nurse.all(
                "/clinical-data/trend?patientId=" + patientId + "&dataType=vital_signs&path=bloodPressure.systolic");
        Wrong.unless(!trend.isEmpty(), "the trend of the blood pressure does not have today's");
        return "the systolic pressure's trend has " + trend.size() + " points";
    }

    private String history() {
        List<JsonNode> entries = Wait.until(
                PATIENCE,
                () -> {
                    List<JsonNode> found = doctor.all("/history?patientId=" + patientId);
                    return found.isEmpty() ? null : found;
                },
                () -> "the doctor sees no history");
        String oldest = entries.get(entries.size() - 1).path("date").asText();
        return entries.size() + " entries back to " + oldest;
    }

    private String note() {
        JsonNode content = Json.object(
                "subjective", "New to this clinic; the record of earlier years has been taken over.",
                "objective", "Well; blood pressure and pulse normal.",
                "assessment", "No acute illness.",
                "plan", "Vitamin D over the winter; come again in a year.");
        Answer note = doctor.post(
                        "/notes",
                        Json.object(
                                "patientId",
                                patientId,
                                "encounterId",
                                appointment.path("encounterId").asText(),
                                "type",
                                "soap",
                                "content",
                                content),
                        key("note"))
                .expect(201);
        String of = "/notes/" + note.text("id");
        if (doctor.get(of).expect(200).text("status").equals("draft"))
            doctor.post(of + "/sign", Json.object(), key("sign")).expect(200);
        return "signed";
    }

    private String prescribe() {
        JsonNode item = Json.object(
                "medication",
                Json.object("name", "Cholecalciferol 1000 units capsule"),
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
        prescription = doctor.post(
                        "/prescriptions",
                        Json.object("appointmentId", appointment.path("id").asText(), "items", List.of(item)),
                        key("prescription"))
                .expect(201)
                .text("id");
        String of = "/prescriptions/" + prescription;
        if (doctor.get(of).expect(200).text("status").equals("draft"))
            doctor.post(of + "/issue", Json.object()).expect(202);
        Answer issued = Wait.until(
                PATIENCE,
                () -> {
                    Answer now = doctor.get(of).expect(200);
                    if (now.text("status").equals("draft"))
                        throw new Wrong("issuing led back to draft: " + now.text("returnedReason"));
                    return now.text("status").equals("issuing") ? null : now;
                },
                () -> "the prescription is not issued");
        return "issued; allergy check: " + issued.json().at("/checks/0/outcome").asText();
    }

    private String document() {
        byte[] pdf = doctor.get("/prescriptions/" + prescription + "/document")
                .expect(200)
                .bytes();
        SignedPdf.verify(pdf);
        return "valid, covers all " + pdf.length + " bytes";
    }

    private String timeline() {
        List<JsonNode> items = Wait.until(
                PATIENCE,
                () -> {
                    List<JsonNode> found = doctor.all("/timelines/" + patientId);
                    boolean isThere = found.stream()
                            .anyMatch(one -> one.path("kind").asText().equals("appointment_completed"));
                    boolean hasPast = found.stream()
                            .anyMatch(one -> one.path("kind").asText().equals("history_recorded"));
                    return isThere && hasPast ? found : null;
                },
                () -> "the visit or the past is not on the timeline");
        String oldest = items.get(items.size() - 1).path("occurredAt").asText();
        return items.size() + " items back to " + oldest.substring(0, 10);
    }

    private String lookBack() {
        Api reader = doctor == null ? clinic.as("admin") : doctor;
        JsonNode encounter = reader.get(
                        "/encounters/" + appointment.path("encounterId").asText())
                .expect(200)
                .json();
        Wrong.unlessEqual(
                "the encounter's status", "finished", encounter.path("status").asText());
        return "encounter finished at " + encounter.path("endedAt").asText();
    }
}
