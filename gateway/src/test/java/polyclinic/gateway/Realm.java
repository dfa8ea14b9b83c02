package polyclinic.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Base64;
import java.util.Map;

/** Tokens are verified for real, by a key at hand; the health check finds a discovery page. */
public final class Realm implements QuarkusTestResourceLifecycleManager {

    private Service realm;

    @Override
    public Map<String, String> start() {
        realm = new Service();
        return Map.of(
                "quarkus.oidc.public-key",
                Base64.getEncoder().encodeToString(Tokens.key().getEncoded()),
                "POLYCLINIC_OIDC_URL",
                realm.url() + "/realms/polyclinic");
    }

    @Override
    public void stop() {
        realm.kill();
    }
}
