package polyclinic.commons.testing.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The services around the one under test, as far as it asks them, and the identity provider's token endpoint: one HTTP
 * server at all their addresses. Their answers are what a test sets up. Arguments of the resource are configuration of
 * the service under test.
 */
public class StubServices implements QuarkusTestResourceLifecycleManager {
    private static final String PATIENTS = "/api/v1/patients/";
    private static final String APPOINTMENTS = "/api/v1/appointments";
    private static final String OWN_DOCTOR = "/api/v1/doctors/me";
    private static final String TOKEN = "/realms/polyclinic/protocol/openid-connect/token";
    private static final List<String> SERVICES =
            List.of("PATIENT", "APPOINTMENT", "PRESCRIPTION", "BILLING", "NOTES", "ASSET", "AUDIT");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Path → what a GET of it answers. */
    private static final Map<String, Object> ANSWERS = new ConcurrentHashMap<>();
    /** Doctor's subject and patient's id → status of the appointment that this doctor sees. */
    private static final Map<String, String> VISIBLE_APPOINTMENTS = new ConcurrentHashMap<>();
    /** Beginning of a path → who answers there. */
    private static final Map<String, StubServer.Handler> HANDLERS = new ConcurrentHashMap<>();

    private static final ConcurrentLinkedQueue<StubRequest> REQUESTS = new ConcurrentLinkedQueue<>();
    private static volatile int failure;

    private final Map<String, String> config = new HashMap<>();
    private @Nullable StubServer server;

    /** A new patient whom patient-service knows; no event was published. */
    public static UUID registeredPatient() {
        UUID id = UUID.randomUUID();
        registerPatient(id);
        return id;
    }

    public static void registerPatient(UUID id) {
        answer(
                PATIENTS + id,
                Map.of(
                        "id",
                        id,
                        "version",
                        3,
                        "uhid",
                        "U-" + id.toString().substring(0, 8),
                        "givenName",
                        "Ada",
                        "familyName",
                        "Lovelace",
                        "sex",
                        "female"));
    }

    /** From now on this doctor finds one appointment of the patient, in this status, at appointment-service. */
    public static void appointment(String doctorUser, UUID patientId, String status) {
        VISIBLE_APPOINTMENTS.put(Tokens.subject(doctorUser) + patientId, status);
    }

    /** The doctor who has this user's account, as appointment-service says. */
    public static UUID doctor(String user) {
        return doctorWithAccount(Tokens.subject(user));
    }

    /** From now on a GET of the path answers 200 and this as JSON; any other is 404. */
    public static void answer(String path, Object json) {
        ANSWERS.put(path, json);
    }

    /**
     * From now on the handler answers all requests whose path begins so and that have no {@link #answer}; for a service with a
     * behaviour of its own.
     */
    public static void handle(String pathPrefix, StubServer.Handler handler) {
        HANDLERS.put(pathPrefix, handler);
    }

    /** From now on all services answer this status, until {@link #recover}. */
    public static void fail(int status) {
        failure = status;
    }

    public static void recover() {
        failure = 0;
    }

    /** The requests that arrived since the last {@link #reset}, below a path. */
    public static List<StubRequest> requests(String pathPrefix) {
        return REQUESTS.stream()
                .filter(request -> request.path().startsWith(pathPrefix))
                .toList();
    }

    /** Removes all answers, the failure and the recorded requests; handlers stay. */
    public static void reset() {
        recover();
        ANSWERS.clear();
        VISIBLE_APPOINTMENTS.clear();
        REQUESTS.clear();
    }

    @Override
    public void init(Map<String, String> args) {
        config.putAll(args);
    }

    @Override
    public Map<String, String> start() {
        server = new StubServer(StubServices::respond);
        for (String service : SERVICES) config.putIfAbsent("POLYCLINIC_" + service + "_URL", server.url());
        config.putIfAbsent("POLYCLINIC_OIDC_URL", server.url() + "/realms/polyclinic");
        return config;
    }

    @Override
    public void stop() {
        if (server != null) server.close();
    }

    private static void respond(StubExchange exchange) throws IOException {
        StubRequest request = exchange.request();
        REQUESTS.add(request);
        if (request.path().equals(TOKEN)) {
            json(
                    exchange,
                    Map.of(
                            "access_token",
                            Tokens.of("prescription-service"),
                            "expires_in",
                            300,
                            "token_type",
                            "Bearer"));
            return;
        }
        Object known = ANSWERS.get(request.path());
        for (Map.Entry<String, StubServer.Handler> handler : HANDLERS.entrySet())
            if (known == null && request.path().startsWith(handler.getKey())) {
                handler.getValue().handle(exchange);
                return;
            }
        if (failure != 0) exchange.answer(failure, "{}");
        else if (request.token() == null) exchange.answer(401, "{}");
        else if (known != null) json(exchange, known);
        else if (request.path().equals(OWN_DOCTOR)) json(exchange, doctor(request));
        else if (request.path().equals(APPOINTMENTS)) json(exchange, visibleAppointments(request));
        else exchange.answer(404, "{}");
    }

    private static Map<String, Object> visibleAppointments(StubRequest request) {
        String status = VISIBLE_APPOINTMENTS.get(request.subject() + request.query("patientId"));
        return Map.of("items", status == null ? List.of() : List.of(visibleAppointment(request, status)));
    }

    private static Map<String, Object> visibleAppointment(StubRequest request, String status) {
        String patient = String.valueOf(request.query("patientId"));
        return Map.of(
                "id",
                UUID.nameUUIDFromBytes((request.subject() + patient).getBytes(StandardCharsets.UTF_8)),
                "version",
                1,
                "patientId",
                patient,
                "doctorId",
                doctorWithAccount(request.subject()),
                "start",
                Instant.now().toString(),
                "status",
                status);
    }

    private static Map<String, Object> doctor(StubRequest request) {
        return Map.of(
                "id", doctorWithAccount(request.subject()), "version", 0, "subject", String.valueOf(request.subject()));
    }

    private static UUID doctorWithAccount(@Nullable String subject) {
        return UUID.nameUUIDFromBytes(String.valueOf(subject).getBytes(StandardCharsets.UTF_8));
    }

    private static void json(StubExchange exchange, Object value) throws IOException {
        exchange.answer(200, new String(JSON.writeValueAsBytes(value), StandardCharsets.UTF_8));
    }
}
