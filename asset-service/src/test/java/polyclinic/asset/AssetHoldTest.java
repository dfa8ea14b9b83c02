package polyclinic.asset;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;
import polyclinic.commons.testing.contracts.HoldContract;

@QuarkusTest
class AssetHoldTest extends HoldContract {
    @Override
    protected Set<String> pending() {
        return Set.of("outbox", "retention");
    }
}
