package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorOnboarding;
import polyclinic.clients.clinic.KeycloakAccounts;
import polyclinic.clients.feed.LiveFeed;
import polyclinic.clients.feed.ToldEvent;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.UserSession;

/** Two gateways, each a process of its own, on one log: whoever loses the one goes on at the other. */
class GatewaysIT {
    private static final int APPOINTMENTS = 60;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** Of a replica above the first, see the launcher's settings. */
    private static final int SECOND_GATEWAY_OFFSET = 10;

    private final Clinic clinic = Suite.clinic();
    private final List<String> gateways = List.of(clinic.gateway(), secondGateway());
    private final ApiClient reception = clinic.as("reception").retrying();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Random random = new Random(11);
    /** Of all bookings, also when the hour changes meanwhile. */
    private final Instant firstSlot =
            Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS);

    /** What the model knows of one. */
    private record Appointment(String id, String patientId, String doctorId) {}

    /** One client, which remembers what it was told as any client would, and goes on with the last id that it has. */
    private final class Follower {
        final String name;
        final UserSession session;
        final Predicate<Appointment> sees;
        final List<ToldEvent> told = new ArrayList<>();
        private @Nullable LiveFeed feed;

        Follower(String name, UserSession session, Predicate<Appointment> sees, String begin) {
            this.name = name;
            this.session = session;
            this.sees = sees;
            this.feed = LiveFeed.open(clinic.http(), gateways.get(0), session, "appointments", begin);
        }

        /** Leaves in the middle of whatever comes, and comes back. */
        void moveTo(String gateway) {
            String last = leave();
            feed = await().atMost(TIMEOUT)
                    .ignoreException(CheckFailed.class)
                    .until(() -> LiveFeed.open(clinic.http(), gateway, session, "appointments", last), opened -> true);
        }

        String leave() {
            LiveFeed left = Objects.requireNonNull(feed);
            left.close();
            told.addAll(left.told());
            feed = null;
            return left.lastId();
        }

        boolean isLost() {
            return feed != null && !feed.end().isEmpty();
        }

        List<String> steps() {
            List<ToldEvent> all = new ArrayList<>(told);
            if (feed != null) all.addAll(feed.told());
            return all.stream()
                    .map(event -> event.entity() + " " + event.type())
                    .toList();
        }
    }

    @Test
    void who_goes_on_at_the_other_gateway_is_told_all_once_and_in_order() {
        String[] patients = {patient(), patient(), patient()};
        KeycloakAccounts accounts = new KeycloakAccounts(clinic);
        String account = accounts.create("feed-doctor-" + run, run, "Feed", "Doctor", "doctor", Map.of());
        String doctor = doctor("A", account);
        String other = doctor("B", null);
        accounts.create("feed-patient-" + run, run, "Feed", "Patient", "patient", Map.of("patient_id", patients[0]));
        // Care that began and ended with what is told here would decide by chance what the doctor may be told.
        for (int i = 0; i < patients.length; i++) book(patients[i], doctor, APPOINTMENTS + i);
        ApiClient doctorsOwn = clinic.as("feed-doctor-" + run, run);
        for (String patient : patients)
            await("care of " + patient)
                    .atMost(TIMEOUT)
                    .until(() -> doctorsOwn.get("/patients/" + patient).status() == 200);
        String begin = clinic.as("admin")
                .get("/changes")
                .expect(200)
                .json()
                .path("next")
                .asText();
        List<Follower> followers = List.of(
                new Follower("admin", clinic.session("admin", "admin"), all -> true, begin),
                new Follower("nurse", clinic.session("nurse", "nurse"), all -> true, begin),
                new Follower(
                        "doctor",
                        clinic.session("feed-doctor-" + run, run),
                        own -> own.doctorId().equals(doctor),
                        begin),
                new Follower(
                        "patient",
                        clinic.session("feed-patient-" + run, run),
                        own -> own.patientId().equals(patients[0]),
                        begin));
        for (Follower follower : followers) follower.moveTo(gateways.get(random.nextInt(2)));

        List<Appointment> booked = new ArrayList<>();
        for (int i = 0; i < APPOINTMENTS; i++) {
            booked.add(book(patients[i % patients.length], i % 2 == 0 ? doctor : other, i));
            if (i % 3 == 0) cancel(booked.get(i / 2));
            if (i == APPOINTMENTS / 2) Suite.run("kill", "gateway-2");
            for (Follower follower : followers)
                if (follower.isLost() || random.nextInt(10) == 0) follower.moveTo(gateways.get(random.nextInt(2)));
        }

        for (Follower follower : followers) {
            List<Appointment> own = booked.stream().filter(follower.sees).toList();
            List<String> expected = new ArrayList<>();
            for (Appointment each : own) expected.addAll(steps(each, booked));
            await(follower.name)
                    .atMost(TIMEOUT)
                    .until(() -> own(follower, booked).size() >= expected.size());
            follower.leave();
            assertThat(own(follower, booked)).as(follower.name).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(follower.told.stream().map(ToldEvent::seq).toList())
                    .as(follower.name)
                    .isSorted()
                    .doesNotHaveDuplicates();
            for (Appointment each : own)
                assertThat(own(follower, List.of(each))).containsExactlyElementsOf(steps(each, booked));
        }
    }

    /** What the follower was told of these. */
    private static List<String> own(Follower follower, List<Appointment> appointments) {
        return follower.steps().stream()
                .filter(step -> appointments.stream().anyMatch(each -> step.startsWith("appointment/" + each.id())))
                .toList();
    }

    /** What happened to one: in the loop above, of those with an even third part the first half was cancelled. */
    private static List<String> steps(Appointment appointment, List<Appointment> booked) {
        String entity = "appointment/" + appointment.id() + " appointment.";
        int number = booked.indexOf(appointment);
        boolean cancelled = false;
        for (int i = 0; i < booked.size(); i += 3) cancelled |= i / 2 == number;
        return cancelled ? List.of(entity + "booked.v1", entity + "cancelled.v1") : List.of(entity + "booked.v1");
    }

    private Appointment book(String patient, String doctor, int number) {
        Instant start = firstSlot.plus(30L * number, ChronoUnit.MINUTES);
        String id = reception
                .post("/appointments", Map.of("patientId", patient, "doctorId", doctor, "start", start.toString()))
                .expect(201)
                .text("id");
        return new Appointment(id, patient, doctor);
    }

    private void cancel(Appointment appointment) {
        reception
                .post("/appointments/" + appointment.id() + "/cancel", Map.of("reason", "feels well"))
                .expect(200);
    }

    private String patient() {
        return reception
                .post(
                        "/patients?confirmDistinct=true",
                        Map.of(
                                "givenName",
                                UUID.randomUUID().toString(),
                                "familyName",
                                "Feed",
                                "birthDate",
                                "1980-01-01",
                                "sex",
                                "unknown"))
                .expect(201)
                .text("id");
    }

    private String doctor(String name, String subject) {
        JsonNode made = DoctorOnboarding.register(
                clinic.as("admin"), "Feed", name, "FEED-" + name + "-" + run, subject, 30, "general");
        return made.path("id").asText();
    }

    private String secondGateway() {
        URI first = URI.create(clinic.gateway());
        return first.getScheme() + "://" + first.getHost() + ":" + (first.getPort() + SECOND_GATEWAY_OFFSET);
    }
}
