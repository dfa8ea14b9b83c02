package polyclinic.commons.testing.web;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Lets the service verify {@link Tokens} with its real OIDC code, and gives every address that a test does not start. */
public class Identity implements QuarkusTestResourceLifecycleManager {
    /** A loopback address without a listener. */
    private static final String UNREACHABLE = "http://127.0.0.1:9";

    @Override
    public Map<String, String> start() {
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.oidc.public-key", Tokens.publicKey());
        config.put("POLYCLINIC_OIDC_URL", UNREACHABLE + "/realms/polyclinic");
        config.put("POLYCLINIC_CLIENT_ID", "test");
        config.put("POLYCLINIC_CLIENT_SECRET", "test");
        config.put("POLYCLINIC_HTTP_PORT", "0");
        config.put("POLYCLINIC_KEYS", "target/keys");
        // No request takes as long, and who repeats one that a killed store cut off need not wait half a minute.
        config.put("polyclinic.idempotency.claim", "3S");
        for (String service : new String[] {"PATIENT", "APPOINTMENT", "PRESCRIPTION", "NOTES", "ASSET", "AUDIT"})
            config.put("POLYCLINIC_" + service + "_URL", UNREACHABLE);
        return config;
    }

    @Override
    public void stop() {}

    @Override
    public int order() {
        return -10;
    }
}
