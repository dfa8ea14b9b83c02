package polyclinic.suite;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import polyclinic.clients.clinic.AvailableDoctor;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorFinder;
import polyclinic.clients.clinic.PharmacyStock;
import polyclinic.clients.http.ApiClient;

/** A new patient with a doctor: registered, booked, checked in and being seen. */
record ClinicVisit(ApiClient doctor, String patient, String appointment, String encounter) {
    private static final Duration ISSUE_TIMEOUT = Duration.ofSeconds(60);

    static ClinicVisit begin(Clinic clinic) {
        ApiClient reception = clinic.as("reception").retrying();
        AvailableDoctor available = new DoctorFinder(clinic).withFreeSlots(reception);
        ApiClient doctor = available.api(clinic).retrying();
        String patient = ClinicWorkload.register(reception);
        String appointment = ClinicWorkload.book(
                reception, patient, available.id(), available.slots().get(0));
        reception.post("/appointments/" + appointment + "/check-in", Map.of()).expect(200);
        String encounter = doctor.post("/appointments/" + appointment + "/start", Map.of())
                .expect(200)
                .text("encounterId");
        return new ClinicVisit(doctor, patient, appointment, encounter);
    }

    /**
     * The id of a prescription that is being issued.
     *
     * @param medicine what names it: {@code medication} or {@code medicationId}
     */
    String beginIssuing(Map<String, Object> medicine, int quantity) {
        Map<String, Object> item = new HashMap<>(medicine);
        item.put("dose", "400 mg");
        item.put("route", "oral");
        item.put("frequency", "three times a day");
        item.put("durationDays", 5);
        item.put("quantity", quantity);
        String prescription = doctor.post(
                        "/prescriptions", Map.of("appointmentId", appointment, "items", List.of(item)))
                .expect(201)
                .text("id");
        doctor.post("/prescriptions/" + prescription + "/issue", Map.of()).expect(202, 200);
        return prescription;
    }

    /** An issued prescription and its one line. */
    record Prescription(String id, String item) {}

    Prescription issue(Medicine medicine, int quantity) {
        String id = beginIssuing(Map.of("medicationId", medicine.medication()), quantity);
        await("the prescription is issued").atMost(ISSUE_TIMEOUT).until(() -> doctor.get("/prescriptions/" + id)
                .expect(200)
                .text("status")
                .equals("issued"));
        return new Prescription(
                id,
                doctor.get("/prescriptions/" + id)
                        .expect(200)
                        .json()
                        .at("/items/0/id")
                        .asText());
    }

    /** A medicine of the formulary, and the batch that the pharmacy has of it. */
    record Medicine(String medication, String stockItem, String batch) {
        static Medicine delivered(Clinic clinic, int quantity) {
            ApiClient pharmacist = clinic.as("pharmacist").retrying();
            String number = UUID.randomUUID().toString();
            JsonNode item = PharmacyStock.item(pharmacist, number, "Medicine " + number);
            String id = item.path("id").asText();
            JsonNode batch = PharmacyStock.batch(pharmacist, id, "L-1", LocalDate.of(2099, 12, 31), quantity);
            return new Medicine(
                    item.path("medicationId").asText(), id, batch.path("id").asText());
        }
    }
}
