package polyclinic.asset;

import io.quarkus.test.junit.QuarkusTest;
import polyclinic.commons.testing.metrics.MetricsContract;

@QuarkusTest
class AssetMetricsTest extends MetricsContract {}
