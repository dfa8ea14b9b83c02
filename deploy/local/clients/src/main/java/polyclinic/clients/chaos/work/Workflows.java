package polyclinic.clients.chaos.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** What happens to one patient: a booking, a file, a payment, a visit. Each is told of every acknowledgement before it goes on. */
final class Workflows {
    private static final Duration ISSUE_TIMEOUT = Duration.ofSeconds(150);
    private static final int MAX_ISSUES = 3;

    private final Premises premises;
    private final RepeatedRequests requests;
    private final Acknowledgements acknowledged;
    private final ApiClient reception;
    private final ApiClient nurse;
    private final ApiClient doctor;
    private final ApiClient pharmacist;
    private final ApiClient cashier;

    Workflows(Clinic clinic, Premises premises, RepeatedRequests requests, Acknowledgements acknowledged) {
        this.premises = premises;
        this.requests = requests;
        this.acknowledged = acknowledged;
        reception = clinic.as("reception");
        nurse = clinic.as("nurse");
        doctor = clinic.as("doctor");
        pharmacist = clinic.as("pharmacist");
        cashier = clinic.as("cashier");
    }

    /** @param cancelled whether it does not stay so */
    void booking(boolean cancelled) {
        String patient = patient();
        JsonNode booking = JsonNodes.object(
                "patientId", patient, "doctorId", premises.bookedDoctor(), "start", premises.nextSlot());
        String id = made(RecordKind.APPOINTMENT, patient, reception, "/appointments", booking);
        if (!cancelled) return;
        ApiResponse answer = act(reception, "/appointments/" + id + "/cancel", JsonNodes.object("reason", "unwell"));
        acknowledged.thing(RecordKind.APPOINTMENT, patient, id, answer.text("status"));
    }

    void file() {
        String patient = patient();
        JsonNode metadata = JsonNodes.object("kind", "document", "patientId", patient);
        ApiResponse stored = requests.send(
                key -> reception.upload("/assets", metadata, "photo.png", "image/png", premises.photo(), key), 201);
        acknowledged.thing(RecordKind.ASSET, patient, stored.text("id"), stored.text("status"));
    }

    void payment() {
        String patient = patient();
        JsonNode price = JsonNodes.object("amount", "120.00", "currency", Premises.CURRENCY);
        JsonNode line =
                JsonNodes.object("description", "Certificate", "kind", "other", "quantity", "1", "unitPrice", price);
        JsonNode draft = JsonNodes.object("patientId", patient, "currency", Premises.CURRENCY, "lines", List.of(line));
        String invoice =
                requests.send(key -> cashier.post("/invoices", draft, key), 201).text("id");
        act(cashier, "/invoices/" + invoice + "/issue", JsonNodes.object());
        JsonNode payment = JsonNodes.object("amount", price, "method", "card");
        made(RecordKind.PAYMENT, patient, cashier, "/invoices/" + invoice + "/payments", payment);
        acknowledged.thing(RecordKind.INVOICE, patient, invoice, "paid");
    }

    /** A walk-in: measured, seen, a note signed, a medicine prescribed and given. */
    void visit() {
        String patient = patient();
        JsonNode walkIn = JsonNodes.object("patientId", patient, "doctorId", premises.doctor(), "priority", "normal");
        String entry =
                requests.send(key -> reception.post("/queue", walkIn, key), 201).text("id");
        made(
                RecordKind.CLINICAL_DATA,
                patient,
                nurse,
                "/clinical-data",
                JsonNodes.object(
                        "patientId", patient, "dataType", "vital_signs", "data", JsonNodes.object("heartRate", 71)));
        move(nurse, entry, "nurse_completed");
        move(nurse, entry, "ready_for_doctor");
        String encounter = move(doctor, entry, "in_consultation").text("encounterId");
        acknowledged.thing(RecordKind.ENCOUNTER, patient, encounter, "");
        note(patient, encounter);
        prescription(patient, encounter);
        move(doctor, entry, "completed");
    }

    private void note(String patient, String encounter) {
        JsonNode draft = JsonNodes.object(
                "patientId",
                patient,
                "encounterId",
                encounter,
                "type",
                "manual",
                "content",
                JsonNodes.object("text", "all is well"));
        String id = made(RecordKind.NOTE, patient, doctor, "/notes", draft);
        ApiResponse signed = act(doctor, "/notes/" + id + "/sign", JsonNodes.object());
        acknowledged.thing(RecordKind.NOTE, patient, id, signed.text("status"));
    }

    private void prescription(String patient, String encounter) {
        JsonNode item = JsonNodes.object(
                "medicationId",
                premises.medication(),
                "dose",
                "1 tablet",
                "route",
                "oral",
                "frequency",
                "once a day",
                "durationDays",
                1,
                "quantity",
                1);
        String id = made(
                RecordKind.PRESCRIPTION,
                patient,
                doctor,
                "/prescriptions",
                JsonNodes.object("encounterId", encounter, "items", List.of(item)));
        ApiResponse issued = issued(id);
        acknowledged.thing(RecordKind.PRESCRIPTION, patient, id, issued.text("status"));
        if (!issued.text("status").equals("issued")) return;
        JsonNode dispensed = JsonNodes.object(
                "items",
                List.of(JsonNodes.object(
                        "itemId", issued.json().at("/items/0/id").asText(), "quantity", 1)));
        String dispense = requests.send(
                        key -> pharmacist.post("/prescriptions/" + id + "/dispense", dispensed, key), 201)
                .text("id");
        acknowledged.dispense(dispense, id);
        acknowledged.thing(RecordKind.PRESCRIPTION, patient, id, "dispensed");
    }

    /** A document that could not be made leads back to the draft, which is issued again. */
    private ApiResponse issued(String id) {
        String path = "/prescriptions/" + id;
        ApiResponse last = null;
        for (int i = 0; i < MAX_ISSUES; i++) {
            requests.send(
                    key -> doctor.post(path + "/issue", JsonNodes.object("overrideReason", "nothing is known"), key),
                    200,
                    202);
            last = Poller.until(ISSUE_TIMEOUT, () -> unlessIssuing(path), () -> path + " is being issued for ever");
            if (last.text("status").equals("issued")) return last;
        }
        if (last == null) throw new IllegalStateException(id);
        return last;
    }

    private @Nullable ApiResponse unlessIssuing(String path) {
        try {
            ApiResponse found = doctor.get(path);
            return found.status() == 200 && !found.text("status").equals("issuing") ? found : null;
        } catch (CheckFailed noAnswer) {
            return null;
        }
    }

    private String patient() {
        String name = UUID.randomUUID().toString();
        JsonNode person =
                JsonNodes.object("givenName", name, "familyName", "Chaos", "birthDate", "1980-01-01", "sex", "unknown");
        String id = requests.send(key -> reception.post("/patients?confirmDistinct=true", person, key), 201)
                .text("id");
        acknowledged.patient(id, name);
        return id;
    }

    private String made(RecordKind kind, String patient, ApiClient who, String path, JsonNode body) {
        ApiResponse answer = requests.send(key -> who.post(path, body, key), 201);
        acknowledged.thing(kind, patient, answer.text("id"), kind.state().isEmpty() ? "" : answer.text(kind.state()));
        return answer.text("id");
    }

    private ApiResponse move(ApiClient who, String entry, String to) {
        return act(who, "/queue/" + entry + "/transition", JsonNodes.object("to", to));
    }

    private ApiResponse act(ApiClient who, String path, JsonNode body) {
        return requests.send(key -> who.post(path, body, key), 200);
    }
}
