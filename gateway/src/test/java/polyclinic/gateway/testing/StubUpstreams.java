package polyclinic.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The services behind the gateway under test. Nothing listens at the address of audit-service. */
public final class StubUpstreams implements QuarkusTestResourceLifecycleManager {

    /** The first key that the gateway has: it signs, the others are for services alone. */
    public static final String FORWARDED_KEY = "a key of the tests with 32 characters";

    private record Stubs(
            StubUpstream patients, StubUpstream appointments, StubUpstream assets, List<StubUpstream> notes) {
        List<StubUpstream> all() {
            return Stream.concat(Stream.of(patients, appointments, assets), notes.stream())
                    .toList();
        }
    }

    /** That one caller may have at the same time. */
    public static final int OPEN_REQUESTS = 48;

    /** Bodies that one caller may have on their way to a service at the same time; twice as many are allowed in all. */
    public static final int UPLOADS = 24;

    /** Takes files, and has two replicas. */
    public static final String REPLICATED_FILES = "/api/v1/notes/files";

    /** Changes that may wait while writes are held. */
    public static final int HELD = 8;

    /** That one address may have. */
    public static final int CONNECTIONS = 500;

    /** After which an open circuit makes a trial. */
    public static final Duration CIRCUIT_OPEN = Duration.ofMillis(500);

    private static @Nullable Stubs stubs;

    public static StubUpstream patients() {
        return stubs().patients();
    }

    public static StubUpstream appointments() {
        return stubs().appointments();
    }

    public static StubUpstream assets() {
        return stubs().assets();
    }

    /** The two replicas of notes-service. */
    public static List<StubUpstream> notes() {
        return stubs().notes();
    }

    public static List<StubUpstream> all() {
        return stubs().all();
    }

    private static Stubs stubs() {
        if (stubs == null) throw new IllegalStateException("not started");
        return stubs;
    }

    @Override
    public Map<String, String> start() {
        Stubs started = new Stubs(
                new StubUpstream(),
                new StubUpstream(),
                new StubUpstream(),
                List.of(new StubUpstream(), new StubUpstream()));
        stubs = started;
        Map<String, String> config = new HashMap<>();
        config.put("POLYCLINIC_PATIENT_URL", started.patients().url());
        config.put("POLYCLINIC_APPOINTMENT_URL", started.appointments().url());
        config.put("POLYCLINIC_ASSET_URL", started.assets().url());
        config.put("POLYCLINIC_PRESCRIPTION_URL", started.appointments().url());
        config.put("POLYCLINIC_BILLING_URL", started.appointments().url());
        config.put("POLYCLINIC_AUDIT_URL", "http://127.0.0.1:9");
        config.put(
                "POLYCLINIC_NOTES_URL",
                started.notes().stream().map(StubUpstream::url).collect(Collectors.joining(",")));
        for (String service : List.of("PATIENT", "APPOINTMENT", "ASSET", "PRESCRIPTION", "BILLING", "AUDIT", "NOTES")) {
            config.put(
                    "POLYCLINIC_" + service + "_MANAGEMENT_URL",
                    config.getOrDefault("POLYCLINIC_" + service + "_URL", ""));
        }
        config.put("polyclinic.gateway.upstreams.patient-service.response-timeout", "700ms");
        config.put("polyclinic.gateway.upstreams.audit-service.required", "false");
        config.put("polyclinic.gateway.upstreams.notes-service.file-paths", REPLICATED_FILES);
        config.put("POLYCLINIC_FORWARDED_KEY", FORWARDED_KEY + ",0123456789abcdef0123456789abcdef");
        config.put("polyclinic.gateway.proxying.circuit-open", CIRCUIT_OPEN.toMillis() + "ms");
        config.put("polyclinic.gateway.proxying.circuit-failures", "3");
        config.put("polyclinic.gateway.proxying.leaving-time", "3s");
        config.put("POLYCLINIC_TRACE_RATIO", "1");
        config.put("polyclinic.gateway.bodies.rate-period", "1s");
        config.put("polyclinic.gateway.open-requests.per-caller", Integer.toString(OPEN_REQUESTS));
        config.put("polyclinic.gateway.bodies.read-rate-period", "3s");
        config.put("polyclinic.gateway.open-requests.uploads-per-caller", Integer.toString(UPLOADS));
        config.put("polyclinic.gateway.open-requests.uploads-per-service", Integer.toString(2 * UPLOADS));
        config.put("polyclinic.gateway.connections.per-address", Integer.toString(CONNECTIONS));
        config.put("polyclinic.gateway.hold.waiting", Integer.toString(HELD));
        config.put("polyclinic.gateway.hold.wait-time", "2s");
        config.put("polyclinic.gateway.rate-limit.requests", "1000000");
        config.put("polyclinic.gateway.rate-limit.failures", "1000000");
        config.put("polyclinic.gateway.cache.timeout", "500ms");
        config.put("polyclinic.gateway.health.cache", "1ms");
        config.put("polyclinic.gateway.openapi.cache", "1ms");
        config.put("polyclinic.feed.streams.patience", "1s");
        config.put("polyclinic.feed.streams.heartbeat", "1s");
        config.put("polyclinic.feed.streams.first-message", "300ms");
        config.put("polyclinic.presence.expiry", "1500ms");
        config.put("polyclinic.presence.heartbeat", "250ms");
        config.put("POLYCLINIC_CORS_ORIGINS", "https://clinic.example");
        return config;
    }

    @Override
    public void stop() {
        stubs().all().forEach(StubUpstream::kill);
    }
}
