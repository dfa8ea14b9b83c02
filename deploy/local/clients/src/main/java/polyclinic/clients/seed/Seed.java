package polyclinic.clients.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.KafkaConnection;
import polyclinic.clients.clinic.ServiceDatabase;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.seed.invention.InventedNames;
import polyclinic.clients.seed.invention.SeedPlan;
import polyclinic.clients.seed.invention.SeededDoctor;
import polyclinic.clients.seed.trail.StoredTrail;
import polyclinic.clients.seed.trail.TrailSeeding;
import polyclinic.clients.seed.trail.TrailTopic;

/**
 * {@code ./polyclinic seed}: fills the running stack with an invented clinic. Patients and appointments are written straight into
 * their services' databases, each with its event in the outbox, so that every other service learns of them as of any; what people
 * looked at goes to the trail by its topic. It ends when all services know it.
 */
public final class Seed {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration MAX_WAIT = Duration.ofMinutes(60);
    private static final String UNSENT = "select count(*) from outbox";

    private final Clinic clinic;
    private final SeedPlan plan;
    private final PrintStream progress;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final ObjectNode report = JsonNodes.object();

    private Seed(Clinic clinic, SeedPlan plan, PrintStream progress) {
        this.clinic = clinic;
        this.plan = plan;
        this.progress = progress;
    }

    public static void main(String[] arguments) {
        int code = 1;
        try {
            SeedPlan plan = SeedPlan.of(List.of(arguments));
            new Seed(Clinic.fromEnvironment(), plan, System.err).run();
            code = 0;
        } catch (IllegalArgumentException wrong) {
            System.err.println("seed: " + wrong.getMessage());
            System.err.println(SeedPlan.USAGE);
            code = 2;
        } catch (CheckFailed failure) {
            System.err.println("seed: " + failure.getMessage());
        }
        System.exit(code);
    }

    private void run() {
        long begin = System.nanoTime();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        InventedNames names = InventedNames.load();
        try (SeedStore patients = new SeedStore(vertx, ServiceDatabase.to(clinic, "patient"));
                SeedStore appointments = new SeedStore(vertx, ServiceDatabase.to(clinic, "appointment"))) {
            SeedProgress people = new SeedProgress("patients", plan.patients(), progress);
            List<UUID> ids = new PatientSeeding(patients, names, now).write(plan, people);
            SeedProgress staff = new SeedProgress("doctors", plan.doctors(), progress);
            List<SeededDoctor> doctors = plan.doctors() == 0
                    ? List.of()
                    : new DoctorSeeding(appointments, clinic.as("admin").retrying(), names).write(plan, staff);
            SeedProgress visits = new SeedProgress("appointments", plan.appointments(), progress);
            if (plan.appointments() > 0) new AppointmentSeeding(appointments, now).write(plan, doctors, ids, visits);
            SeedProgress looks = new SeedProgress("audit entries", plan.auditEntries(), progress);
            if (plan.auditEntries() > 0) tellTrail(appointments, doctors, looks);
            awaitServices(patients, appointments);
            progress.println("seed: settling the tables …");
            patients.settle(List.of("patient", "patient_identifier", "patient_name_word"));
            appointments.settle(List.of("appointment", "encounter", "known_patient"));
            say(begin, people, staff, visits, looks);
        }
        vertx.close();
    }

    private void tellTrail(SeedStore appointments, List<SeededDoctor> doctors, SeedProgress looks) {
        try (StoredTrail trail = new StoredTrail(clinic);
                TrailTopic topic = new TrailTopic(
                        KafkaConnection.of(clinic), Path.of(clinic.value("POLYCLINIC_HOME", ".polyclinic")))) {
            new TrailSeeding(appointments, trail, topic).write(plan, doctors, looks);
        }
    }

    /** Until the outboxes are sent and every service has handled what it was told. */
    private void awaitServices(SeedStore patients, SeedStore appointments) {
        long deadline = System.nanoTime() + MAX_WAIT.toNanos();
        try (ConsumerLag lag = new ConsumerLag(
                KafkaConnection.of(clinic), List.of("patient.events", "appointment.events", TrailTopic.NAME))) {
            for (int polls = 0; ; polls++) {
                long unsent = patients.number(UNSENT, List.of()) + appointments.number(UNSENT, List.of());
                long behind = lag.messages();
                if (unsent == 0 && behind == 0) return;
                if (polls % 5 == 0)
                    progress.printf(
                            Locale.ROOT,
                            "seed: the services learn of it: %,d to be sent, %,d to be handled%n",
                            unsent,
                            behind);
                if (System.nanoTime() > deadline)
                    throw new CheckFailed("the services are still behind after " + MAX_WAIT.toMinutes()
                            + " minutes; everything is written, and they go on");
                Thread.sleep(POLL.toMillis());
            }
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }

    private void say(long begin, SeedProgress people, SeedProgress staff, SeedProgress visits, SeedProgress looks) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        report.put("seed", plan.number());
        put("patients", plan.patients(), people);
        put("doctors", plan.doctors(), staff);
        put("appointments", plan.appointments(), visits);
        put("auditEntries", plan.auditEntries(), looks);
        report.put("seconds", Math.round(seconds * 10) / 10.0);
        if (plan.asJson()) {
            System.out.println(report.toPrettyString());
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "seed: the clinic of number %d is there: %,d patients (%,d new), %,d doctors (%,d new), %,d appointments (%,d new),"
                        + " %,d audit entries (%,d new); %.1f s%n",
                plan.number(),
                plan.patients(),
                people.fresh(),
                plan.doctors(),
                staff.fresh(),
                plan.appointments(),
                visits.fresh(),
                plan.auditEntries(),
                looks.fresh(),
                seconds);
    }

    private void put(String what, int planned, SeedProgress step) {
        report.set(what, JsonNodes.object("planned", planned, "new", step.fresh()));
    }
}
