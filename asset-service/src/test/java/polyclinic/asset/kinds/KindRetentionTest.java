package polyclinic.asset.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import polyclinic.asset.access.AssetKind;

class KindRetentionTest {
    private static final Instant NOW = Instant.parse("2031-05-04T10:00:00Z");

    private static KindRetention retention(String kind, String keep) {
        Map<String, String> values = new HashMap<>();
        for (String one : new String[] {kind, "document"}) {
            values.put("polyclinic.assets.kinds." + one + ".types", "application/pdf");
            values.put("polyclinic.assets.kinds." + one + ".max-size", "1M");
        }
        values.put("polyclinic.assets.kinds." + kind + ".keep", keep);
        return new KindRetention(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(AssetKindsConfig.class)
                .withSources(new PropertiesConfigSource(values, "kinds", 1000))
                .build()
                .getConfigMapping(AssetKindsConfig.class));
    }

    @Test
    void a_kind_with_a_retention_goes_in_time_or_earlier_when_that_was_asked_for() {
        KindRetention retention = retention("backup", "P30D");
        Instant latest = Instant.parse("2031-06-03T10:00:00Z");

        assertThat(retention.expiry(AssetKind.BACKUP, null, NOW)).isEqualTo(latest);
        assertThat(retention.expiry(AssetKind.BACKUP, latest.plusSeconds(1), NOW))
                .isEqualTo(latest);
        assertThat(retention.expiry(AssetKind.BACKUP, NOW.plusSeconds(9), NOW)).isEqualTo(NOW.plusSeconds(9));
        assertThat(retention.expiry(AssetKind.DOCUMENT, null, NOW)).isNull();
        assertThat(retention.expiry(AssetKind.DOCUMENT, latest, NOW)).isEqualTo(latest);
    }

    @Test
    void no_prescription_loses_its_file_and_nothing_is_kept_for_no_time() {
        assertThatThrownBy(() -> retention("prescription-file", "P30D")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> retention("backup", "P0D")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> retention("backup", "PT-1S")).isInstanceOf(IllegalStateException.class);
    }
}
