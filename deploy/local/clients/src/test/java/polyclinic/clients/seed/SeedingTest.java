package polyclinic.clients.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.seed.invention.InventedNames;
import polyclinic.clients.seed.invention.SeedPlan;
import polyclinic.clients.seed.invention.SeededDoctor;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Postgres;

/** Rows in the databases of the services, as their own migrations make them. */
@DisabledIfSystemProperty(named = "quick", matches = ".*")
class SeedingTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir
    private static Path dir;

    private static Postgres postgres;
    private static Vertx vertx;
    private static SeedStore patients;
    private static SeedStore appointments;

    @BeforeAll
    static void start() throws IOException {
        vertx = Vertx.vertx();
        postgres = Postgres.start(dir.resolve("postgres"), Probe.freePort(), List.of("patient", "appointment"));
        patients = new SeedStore(vertx, MigratedDatabase.of(vertx, postgres, "patient"));
        appointments = new SeedStore(vertx, MigratedDatabase.of(vertx, postgres, "appointment"));
    }

    @AfterAll
    static void stop() {
        patients.close();
        appointments.close();
        vertx.close();
        postgres.kill();
    }

    @Test
    void a_clinic_is_written_once_with_an_event_for_each_whom_others_must_know() {
        SeedPlan plan = SeedPlan.of(List.of("--patients", "2500", "--doctors", "4", "--appointments", "6000"));
        SeedProgress first = progress();
        List<UUID> ids = new PatientSeeding(patients, InventedNames.load(), NOW).write(plan, first);

        assertThat(first.fresh()).isEqualTo(2500);
        assertThat(ids).hasSize(2500).doesNotHaveDuplicates();
        assertThat(count(patients, "patient where search_version > 0 and search_words <> ''"))
                .isEqualTo(2500);
        assertThat(count(patients, "patient_identifier")).isEqualTo(2500);
        assertThat(count(patients, "outbox where aggregatetype = 'patient.events' and payload is json object"))
                .isEqualTo(2500);
        assertThat(count(patients, """
                patient p where not exists (
                    select from patient_name_word w where p.search_words like '% ' || w.word || ' %')""")).isZero();

        SeedProgress again = progress();
        new PatientSeeding(patients, InventedNames.load(), NOW.plusSeconds(60)).write(plan, again);
        assertThat(again.fresh()).isZero();
        assertThat(count(patients, "outbox")).isEqualTo(2500);

        List<SeededDoctor> doctors = doctors(4);
        SeedProgress visits = progress();
        new AppointmentSeeding(appointments, NOW).write(plan, doctors, ids, visits);
        assertThat(visits.fresh()).isEqualTo(6000);
        assertThat(count(appointments, "appointment")).isEqualTo(6000);
        assertThat(count(
                        appointments,
                        "encounter e join appointment a on a.encounter_id = e.id and a.status = 'COMPLETED'"))
                .isEqualTo(count(appointments, "appointment where status = 'COMPLETED'"))
                .isPositive();
        assertThat(count(appointments, "outbox where aggregatetype = 'appointment.events'"))
                .isEqualTo(count(appointments, "appointment where starts_at > '2025-11-26T10:00:00Z'"))
                .isBetween(1L, 5999L);

        SeedProgress later = progress();
        new AppointmentSeeding(appointments, NOW.plus(Duration.ofDays(1))).write(plan, doctors, ids, later);
        assertThat(later.fresh()).isZero();
        patients.settle(List.of("patient", "patient_identifier", "patient_name_word"));
        appointments.settle(List.of("appointment", "encounter", "known_patient"));
    }

    private static List<SeededDoctor> doctors(int count) {
        List<SeededDoctor> doctors = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            UUID id = UUID.randomUUID();
            appointments.run("""
                    insert into doctor (id, version, given_name, family_name, license_number, email, specialty, time_zone,
                                        created_at, updated_at)
                    values ($1, 0, 'A', 'B', $2, $2, 'x', 'UTC', now(), now())""", List.of(id, "L-" + n));
            doctors.add(new SeededDoctor(id, "A B"));
        }
        return doctors;
    }

    private static long count(SeedStore store, String from) {
        return store.number("select count(*) from " + from, List.of());
    }

    private static SeedProgress progress() {
        return new SeedProgress(
                "things", 1, new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }
}
