package polyclinic.clients.bench.lists;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.seed.invention.InventedNames;
import polyclinic.clients.seed.invention.SeededPatient;

/**
 * Each list and the search for patients, through the gateway, one request at a time as a person waits for it: over the clinic that
 * {@code ./polyclinic seed} has made with the number 1.
 */
public final class ListMeasurement {
    private static final long SEED = 1;

    /** So many, or so long, that the services have compiled what answers. */
    private static final int WARM_UP = 1_000;

    private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(6);

    /** After this many of one list, and this long, no more of it are asked. */
    private static final int ENOUGH = 10;

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long MAX_MICROS = 60_000_000;

    private final Clinic clinic;
    private final Vertx vertx;
    private final int requests;
    private final Sink sink;

    /** Takes what was measured, in milliseconds, and by which indexes it was answered where that can be told. */
    public interface Sink {
        void announce(String what);

        void measured(String name, String label, double p50, double p95, List<String> plan);

        /** A list that was not answered. */
        void failed(String name, String label, String reason);
    }

    /** @param requests of each list */
    public ListMeasurement(Clinic clinic, Vertx vertx, int requests, Sink sink) {
        this.clinic = clinic;
        this.vertx = vertx;
        this.requests = requests;
        this.sink = sink;
    }

    private record ListRequest(String name, String label, String user, String database, IntFunction<String> path) {}

    /** Returns how many patients of the invented clinic there are; nothing is measured without any. */
    public int run() {
        Map<String, StatementPlans> plans = new TreeMap<>();
        for (String database : List.of("patient", "appointment", "prescription", "billing"))
            plans.put(database, new StatementPlans(vertx, clinic, database));
        try {
            int patients = seeded();
            if (patients == 0) return 0;
            for (NameQuestions kind : NameQuestions.values()) {
                List<String> questions = kind.among(SEED, patients, requests);
                if (questions.isEmpty()) continue;
                measureOrTell(
                        new ListRequest(
                                "search" + kind.name().charAt(0)
                                        + kind.name().substring(1).toLowerCase(Locale.ROOT),
                                "q: " + kind.label(),
                                "reception",
                                "patient",
                                n -> "/patients?limit=20&q=" + ApiClient.encode(questions.get(n % questions.size()))),
                        plans);
            }
            for (ListRequest list : lists(patients)) measureOrTell(list, plans);
            return patients;
        } finally {
            plans.values().forEach(StatementPlans::close);
        }
    }

    /** The last patient that there is, by the numbers of the invented ones. */
    private int seeded() {
        ApiClient reception = clinic.as("reception").retrying();
        InventedNames names = InventedNames.load();
        int there = 0;
        for (int step = 1 << 20; step > 0; step >>= 1) {
            String uhid = SeededPatient.of(SEED, there + step - 1, names).uhid();
            boolean isThere = !reception
                    .get("/patients?uhid=" + uhid)
                    .expect(200)
                    .json()
                    .path("items")
                    .isEmpty();
            if (isThere) there += step;
        }
        return there;
    }

    private List<ListRequest> lists(int patients) {
        InventedNames names = InventedNames.load();
        IntFunction<String> patient = n -> SeededPatient.of(SEED, (int) ((n * 7919L) % patients), names)
                .id()
                .toString();
        List<String> doctors = new ArrayList<>();
        clinic.as("reception")
                .get("/doctors?limit=100")
                .expect(200)
                .json()
                .path("items")
                .forEach(doctor -> doctors.add(doctor.path("id").asText()));
        IntFunction<String> doctor = n -> doctors.isEmpty() ? "" : doctors.get(n % doctors.size());
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        IntFunction<String> days = n -> "from=" + today.minusDays(n % 300) + "&to=" + today.minusDays(n % 300);
        return List.of(
                new ListRequest("listPatients", "patients", "reception", "patient", n -> "/patients"),
                new ListRequest(
                        "listPatientsBorn",
                        "patients born on a day",
                        "reception",
                        "patient",
                        n -> "/patients?birthDate=" + LocalDate.of(1950, 1, 1).plusDays(n * 31L)),
                new ListRequest(
                        "listDoctorsDay",
                        "appointments of a doctor on a day",
                        "reception",
                        "appointment",
                        n -> "/appointments?doctorId=" + doctor.apply(n) + "&" + days.apply(n)),
                new ListRequest(
                        "listPatientsAppointments",
                        "appointments of a patient",
                        "reception",
                        "appointment",
                        n -> "/appointments?patientId=" + patient.apply(n)),
                new ListRequest(
                        "listAppointmentsDay",
                        "appointments of a day",
                        "reception",
                        "appointment",
                        n -> "/appointments?" + days.apply(n)),
                new ListRequest("listAppointments", "appointments", "reception", "appointment", n -> "/appointments"),
                new ListRequest(
                        "listEncounters",
                        "encounters of a patient",
                        "nurse",
                        "appointment",
                        n -> "/encounters?patientId=" + patient.apply(n)),
                new ListRequest("listDoctors", "doctors by name", "reception", "appointment", n -> "/doctors?q=a"),
                new ListRequest("listQueue", "queue of today", "reception", "appointment", n -> "/queue?date=" + today),
                new ListRequest("listTasks", "open tasks", "admin", "appointment", n -> "/tasks?status=open"),
                new ListRequest("listAlerts", "open alerts", "admin", "appointment", n -> "/alerts?status=open"),
                new ListRequest(
                        "listPrescriptions",
                        "prescriptions of a patient",
                        "nurse",
                        "prescription",
                        n -> "/prescriptions?patientId=" + patient.apply(n)),
                new ListRequest(
                        "listInvoices",
                        "invoices of a patient",
                        "cashier",
                        "billing",
                        n -> "/invoices?patientId=" + patient.apply(n)),
                new ListRequest(
                        "listNotes", "notes of a patient", "nurse", "", n -> "/notes?patientId=" + patient.apply(n)),
                new ListRequest(
                        "listTimeline", "timeline of a patient", "nurse", "", n -> "/timelines/" + patient.apply(n)),
                new ListRequest(
                        "listAudit",
                        "audit trail of a patient",
                        "auditor",
                        "",
                        n -> "/audit?patientId=" + patient.apply(n)));
    }

    /** What fails here keeps nobody from what the others take. */
    private void measureOrTell(ListRequest list, Map<String, StatementPlans> plans) {
        try {
            measure(list, plans);
        } catch (CheckFailed failure) {
            sink.failed(list.name, list.label, String.valueOf(failure.getMessage()));
        }
    }

    private void measure(ListRequest list, Map<String, StatementPlans> plans) {
        sink.announce(list.label);
        ApiClient user = clinic.as(list.user);
        // A store that was started just now may have to read all of it before it answers the first time.
        user.persistent().get(list.path.apply(0)).expect(200);
        long warm = System.nanoTime() + WARM_UP_LIMIT.toNanos();
        for (int n = 0; n < WARM_UP && System.nanoTime() - warm < 0; n++)
            user.get(list.path.apply(n)).expect(200);
        long end = System.nanoTime() + LIMIT.toNanos();
        Histogram micros = new Histogram(MAX_MICROS, 3);
        for (int n = 0; n < requests && (n < ENOUGH || System.nanoTime() - end < 0); n++) {
            String path = list.path.apply(n);
            long begin = System.nanoTime();
            user.get(path).expect(200);
            micros.recordValue(Math.min((System.nanoTime() - begin) / 1000, MAX_MICROS));
        }
        StatementPlans database = plans.get(list.database);
        sink.measured(
                list.name,
                list.label,
                micros.getValueAtPercentile(50) / 1000.0,
                micros.getValueAtPercentile(95) / 1000.0,
                database == null ? List.of() : plan(database, () -> user.get(list.path.apply(WARM_UP))));
    }

    /** It is asked once more, to see which statements that takes. */
    private static List<String> plan(StatementPlans database, Runnable request) {
        try {
            Map<Long, Long> before = database.counted();
            request.run();
            return database.since(before);
        } catch (CheckFailed away) {
            return List.of("no plan: " + away.getMessage());
        }
    }
}
