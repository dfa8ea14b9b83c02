package polyclinic.clients.bench.subject;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorOnboarding;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/**
 * The bookings of a run, numbered from 0: each has a doctor, a patient and a slot, and no doctor and no patient is booked
 * twice at the same time. Doctors and patients are created once through the API, and later runs find them. Each run books in a
 * week that no earlier run has used.
 */
public final class BookingSeries {
    private static final int SLOT_MINUTES = 10;
    private static final String FIRST_FIELD = "{\"id\":\"";
    private static final int UUID_LENGTH = 36;
    private static final Duration WEEK = Duration.ofDays(7);

    private final List<UUID> doctors;
    private final List<UUID> patients;
    private final Instant firstSlot;

    private BookingSeries(List<UUID> doctors, List<UUID> patients, Instant firstSlot) {
        this.doctors = doctors;
        this.patients = patients;
        this.firstSlot = firstSlot;
    }

    /** @param patients at least as many as doctors, so those of one time are all different */
    public static BookingSeries of(Clinic clinic, int doctors, int patients) {
        ApiClient reception = clinic.as("reception").retrying();
        List<UUID> doctorIds = findOrCreateDoctors(clinic.as("admin").retrying(), doctors);
        List<UUID> patientIds = findOrCreatePatients(reception, patients);
        return new BookingSeries(doctorIds, patientIds, firstFreeWeek(reception, doctorIds.get(0)));
    }

    public UUID doctor(long n) {
        return doctors.get((int) (n % doctors.size()));
    }

    public UUID patient(long n) {
        return patients.get((int) (n % patients.size()));
    }

    public Instant start(long n) {
        return firstSlot.plusSeconds(n / doctors.size() * SLOT_MINUTES * 60);
    }

    public Instant end(long n) {
        return start(n).plusSeconds(SLOT_MINUTES * 60);
    }

    /** Returns how many bookings the week has room for. */
    public long capacity() {
        return doctors.size() * WEEK.toMinutes() / SLOT_MINUTES;
    }

    /** Returns the id of what was booked: the first field. The rest is not parsed, to leave the processor to the suite. */
    public static UUID idOf(Buffer appointment) {
        String text = appointment.getString(0, FIRST_FIELD.length() + UUID_LENGTH);
        if (!text.startsWith(FIRST_FIELD)) throw new CheckFailed("an appointment's JSON began with " + text);
        return UUID.fromString(text.substring(FIRST_FIELD.length()));
    }

    private static List<UUID> findOrCreateDoctors(ApiClient admin, int count) {
        List<UUID> doctors = new ArrayList<>();
        for (JsonNode doctor : admin.all("/doctors?specialty=benchmarking")) doctors.add(id(doctor));
        for (int i = doctors.size(); i < count; i++)
            doctors.add(id(DoctorOnboarding.register(
                    admin, "Bench", "Doctor " + i, "BENCH-" + i, null, SLOT_MINUTES, "benchmarking")));
        return doctors.subList(0, count);
    }

    private static List<UUID> findOrCreatePatients(ApiClient reception, int count) {
        List<UUID> patients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String uhid = "BENCH-" + i;
            // One request whether the patient exists or not: the key, then the UHID, prevents a second one.
            ApiResponse response =
                    reception.post("/patients?confirmDistinct=true", registration(i, uhid), "bench-patient:" + i);
            patients.add(
                    response.status() == 409
                            ? id(reception.all("/patients?uhid=" + uhid).get(0))
                            : id(response.expect(201).json()));
        }
        return patients;
    }

    private static JsonNode registration(int i, String uhid) {
        return JsonNodes.object(
                "givenName",
                "Bench" + i,
                "familyName",
                "Patient",
                "birthDate",
                LocalDate.of(1950, 1, 1).plusDays(37L * i),
                "sex",
                "unknown",
                "uhid",
                uhid,
                "address",
                JsonNodes.object(
                        "line", List.of(i + " Test Road"),
                        "city", "Boston",
                        "postalCode", "02111",
                        "country", "US"),
                "identifiers",
                List.of(JsonNodes.object("system", "urn:example:bench", "value", uhid)));
    }

    private static Instant firstFreeWeek(ApiClient reception, UUID doctor) {
        Instant week = LocalDate.now(ZoneOffset.UTC)
                .plusDays(3)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        while (hasBookings(reception, doctor, week)) week = week.plus(WEEK);
        return week;
    }

    private static boolean hasBookings(ApiClient reception, UUID doctor, Instant week) {
        String path = "/appointments?doctorId=" + doctor + "&from=" + week + "&to=" + week.plus(WEEK) + "&limit=1";
        return !reception.get(path).expect(200).json().path("items").isEmpty();
    }

    private static UUID id(JsonNode resource) {
        return UUID.fromString(resource.path("id").asText());
    }
}
