package polyclinic.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An identity provider's discovery document for the health check; tokens are verified with a configured key. */
public final class StubRealm implements QuarkusTestResourceLifecycleManager {

    private @Nullable StubUpstream realm;

    @Override
    public Map<String, String> start() {
        StubUpstream started = new StubUpstream();
        realm = started;
        return Map.of(
                "quarkus.oidc.public-key",
                Base64.getEncoder().encodeToString(TestTokens.key().getEncoded()),
                "POLYCLINIC_OIDC_URL",
                started.url() + "/realms/polyclinic");
    }

    @Override
    public void stop() {
        if (realm != null) realm.kill();
    }
}
