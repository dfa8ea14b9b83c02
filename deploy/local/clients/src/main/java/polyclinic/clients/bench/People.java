package polyclinic.clients.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.clients.Api;
import polyclinic.clients.Clinic;
import polyclinic.clients.Doctors;
import polyclinic.clients.Json;

/**
 * Doctors and patients made for the measurement through the API, once; later runs find them. Booking n takes the slot n of
 * one long list in which no doctor and no patient is twice at the same time, in a week that no run has used yet.
 */
final class People {
    private static final int SLOT_MINUTES = 10;
    private static final Duration WEEK = Duration.ofDays(7);

    final List<UUID> doctors = new ArrayList<>();
    final List<UUID> patients = new ArrayList<>();
    private Instant firstSlot;

    static People of(Clinic clinic, Course course) {
        People people = new People();
        people.findOrMakeDoctors(clinic.as("admin").patient(), course.doctors());
        people.findOrMakePatients(clinic.as("reception").patient(), course.patients());
        people.findWeek(clinic.as("reception").patient());
        return people;
    }

    UUID doctor(long n) {
        return doctors.get((int) (n % doctors.size()));
    }

    /** There are at least as many patients as doctors, so those of one time are all different. */
    UUID patient(long n) {
        return patients.get((int) (n % patients.size()));
    }

    Instant start(long n) {
        return firstSlot.plusSeconds(n / doctors.size() * SLOT_MINUTES * 60);
    }

    Instant end(long n) {
        return start(n).plusSeconds(SLOT_MINUTES * 60);
    }

    /** Bookings that the week has room for. */
    long room() {
        return doctors.size() * WEEK.toMinutes() / SLOT_MINUTES;
    }

    private void findOrMakeDoctors(Api admin, int count) {
        for (JsonNode doctor : admin.all("/doctors?specialty=benchmarking")) doctors.add(id(doctor));
        for (int i = doctors.size(); i < count; i++)
            doctors.add(id(
                    Doctors.register(admin, "Bench", "Doctor " + i, "BENCH-" + i, null, SLOT_MINUTES, "benchmarking")));
        trim(doctors, count);
    }

    private void findOrMakePatients(Api reception, int count) {
        for (int i = 0; i < count; i++) {
            String number = "BENCH-" + i;
            // One request whether they are there or not: the key, then the UHID, tell.
            var made = reception.post(
                    "/patients?confirmDistinct=true",
                    Json.object(
                            "givenName",
                            "Bench" + i,
                            "familyName",
                            "Patient",
                            "birthDate",
                            LocalDate.of(1950, 1, 1).plusDays(37L * i),
                            "sex",
                            "unknown",
                            "uhid",
                            number,
                            "address",
                            Json.object(
                                    "line", List.of(i + " Test Road"),
                                    "city", "Boston",
                                    "postalCode", "02111",
                                    "country", "US"),
                            "identifiers",
                            List.of(Json.object("system", "urn:example:bench", "value", number))),
                    "bench-patient:" + i);
            patients.add(
                    made.status() == 409
                            ? id(reception.all("/patients?uhid=" + number).get(0))
                            : id(made.expect(201).json()));
        }
    }

    private void findWeek(Api reception) {
        Instant week = LocalDate.now(ZoneOffset.UTC)
                .plusDays(3)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        while (isUsed(reception, week)) week = week.plus(WEEK);
        firstSlot = week;
    }

    private boolean isUsed(Api reception, Instant week) {
        String path =
                "/appointments?doctorId=" + doctors.get(0) + "&from=" + week + "&to=" + week.plus(WEEK) + "&limit=1";
        return !reception.get(path).expect(200).json().path("items").isEmpty();
    }

    private static UUID id(JsonNode one) {
        return UUID.fromString(one.path("id").asText());
    }

    private static void trim(List<UUID> list, int count) {
        if (list.size() > count) list.subList(count, list.size()).clear();
    }
}
