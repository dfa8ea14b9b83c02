package polyclinic.clients.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.AvailableDoctor;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorFinder;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** Books today's visit, or finds the one that an earlier run has booked. */
final class VisitBooking {
    private static final String REASON = "First visit with an imported record";

    private final Clinic clinic;
    private final ApiClient reception;
    private final String patientId;

    VisitBooking(Clinic clinic, ApiClient reception, String patientId) {
        this.clinic = clinic;
        this.reception = reception;
        this.patientId = patientId;
    }

    /**
     * The visit.
     *
     * @param doctor the API as the doctor sees it; as the administrator sees it for a completed visit whose doctor's password
     *     is lost
     */
    record BookedVisit(JsonNode appointment, ApiClient doctor, boolean isNew) {}

    BookedVisit findOrBook() {
        JsonNode found = find();
        if (found == null) return book();
        ApiClient doctor = doctorOf(found);
        if (doctor != null) return new BookedVisit(found, doctor, false);
        if (FirstVisit.hasStatus(found, "completed")) return new BookedVisit(found, clinic.as("admin"), false);
        cancel(found);
        return book();
    }

    /** A visit is today's when it was booked today: close to midnight its slot may be tomorrow's. */
    private @Nullable JsonNode find() {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        return reception.all("/appointments?patientId=" + patientId).stream()
                .filter(appointment -> REASON.equals(appointment.path("reason").asText()))
                .filter(appointment -> appointment.path("createdAt").asText().startsWith(today))
                .filter(appointment -> !List.of("cancelled", "no_show")
                        .contains(appointment.path("status").asText()))
                .findFirst()
                .orElse(null);
    }

    private BookedVisit book() {
        AvailableDoctor doctor = new DoctorFinder(clinic).withFreeSlots(reception);
        for (Instant start : doctor.slots()) {
            ApiResponse response = reception.post(
                    "/appointments",
                    JsonNodes.object(
                            "patientId", patientId, "doctorId", doctor.id(), "start", start, "reason", REASON));
            if (response.status() == 409) continue;
            JsonNode appointment = response.expect(201).json();
            return new BookedVisit(appointment, doctor.api(clinic).retrying(), true);
        }
        throw new CheckFailed("no slot was free for this patient");
    }

    /** Returns null for a locum of an earlier run, whose password is lost. */
    private @Nullable ApiClient doctorOf(JsonNode appointment) {
        for (String user : List.of("doctor", "doctor2")) {
            ApiClient candidate = clinic.as(user).retrying();
            String id = candidate.get("/doctors/me").expect(200).text("id");
            if (id.equals(appointment.path("doctorId").asText())) return candidate;
        }
        return null;
    }

    private void cancel(JsonNode appointment) {
        reception
                .post(
                        "/appointments/" + appointment.path("id").asText() + "/cancel",
                        JsonNodes.object("reason", "The locum has left"))
                .expect(200);
    }
}
