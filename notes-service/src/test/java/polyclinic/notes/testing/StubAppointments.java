package polyclinic.notes.testing;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

/** appointment-service's list of appointments, in which a doctor finds only their own. */
public final class StubAppointments {
    /** Doctor's subject and patient's id → the appointment. */
    private static final Map<String, String> APPOINTMENTS = new ConcurrentHashMap<>();

    static {
        StubServices.handle(
                "/api/v1/appointments",
                exchange -> exchange.answer(200, "{\"items\":[" + found(exchange.request()) + "]}"));
    }

    private StubAppointments() {}

    /** From now on this doctor finds an appointment of the patient, in this status. */
    public static void appointment(String doctor, UUID patientId, String status) {
        APPOINTMENTS.put(
                Tokens.subject(doctor) + patientId,
                "{\"id\":\"%s\",\"version\":1,\"patientId\":\"%s\",\"doctorId\":\"%s\",\"start\":\"%s\",\"status\":\"%s\"}"
                        .formatted(UUID.randomUUID(), patientId, StubServices.doctor(doctor), Instant.now(), status));
    }

    private static String found(StubRequest request) {
        return APPOINTMENTS.getOrDefault(request.subject() + request.query("patientId"), "");
    }
}
