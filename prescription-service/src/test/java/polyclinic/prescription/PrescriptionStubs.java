package polyclinic.prescription;

import java.util.HashMap;
import java.util.Map;
import polyclinic.commons.testing.web.StubServices;

/** The services around this one, with asset-service as {@link StubAssets}; and short timeouts for calls to them. */
public class PrescriptionStubs extends StubServices {
    @Override
    public Map<String, String> start() {
        StubServices.handle(StubAssets.PATH, StubAssets::handle);
        Map<String, String> config = new HashMap<>(super.start());
        config.put("quarkus.rest-client.asset-service.read-timeout", "500");
        config.put("polyclinic.issuing.gives-up-after", "30S");
        config.put("polyclinic.issuing.poll", "100MS");
        config.put("polyclinic.issuing.pause", "50MS");
        config.put("polyclinic.stock.poll", "100MS");
        config.put("polyclinic.screening.poll", "100MS");
        config.put("polyclinic.cleanup.poll", "100MS");
        config.put("polyclinic.laboratory.poll", "100MS");
        config.put("polyclinic.cleanup.pause", "50MS");
        config.put("polyclinic.cleanup.settles-after", "1S");
        return config;
    }
}
