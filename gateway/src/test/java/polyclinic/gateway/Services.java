package polyclinic.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** The services behind the gateway under test. Nobody listens where audit-service should be. */
public final class Services implements QuarkusTestResourceLifecycleManager {

    private static Service patients;
    private static Service appointments;
    private static Service assets;

    public static Service patients() {
        return patients;
    }

    public static Service appointments() {
        return appointments;
    }

    public static Service assets() {
        return assets;
    }

    @Override
    public Map<String, String> start() {
        patients = new Service();
        appointments = new Service();
        assets = new Service();
        Map<String, String> config = new HashMap<>();
        config.put("POLYCLINIC_PATIENT_URL", patients.url());
        config.put("POLYCLINIC_APPOINTMENT_URL", appointments.url());
        config.put("POLYCLINIC_ASSET_URL", assets.url());
        config.put("POLYCLINIC_PRESCRIPTION_URL", appointments.url());
        config.put("POLYCLINIC_AUDIT_URL", "http://127.0.0.1:9");
        config.put("POLYCLINIC_NOTES_URL", appointments.url());
        config.put("polyclinic.gateway.upstreams.patient-service.response-timeout", "700ms");
        config.put("polyclinic.gateway.upstreams.audit-service.required", "false");
        config.put("polyclinic.gateway.proxying.circuit-open", "500ms");
        config.put("polyclinic.gateway.proxying.circuit-failures", "3");
        config.put("polyclinic.gateway.rate-limit.requests", "1000000");
        config.put("polyclinic.gateway.rate-limit.failures", "1000000");
        config.put("polyclinic.gateway.health.cache", "1ms");
        config.put("polyclinic.gateway.openapi.cache", "1ms");
        config.put("quarkus.http.cors.origins", "https://clinic.example");
        return config;
    }

    @Override
    public void stop() {
        patients.kill();
        appointments.kill();
        assets.kill();
    }
}
