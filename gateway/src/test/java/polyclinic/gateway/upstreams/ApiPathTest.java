package polyclinic.gateway.upstreams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiPathTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "/api/v1/patients,patients",
                "/api/v1/patients/1/allergies,patients",
                "/api/v1/clinical-data/,clinical-data",
                "/api/v1/,''",
                "/api/v2/patients,none",
                "/api/v1,none",
                "/API/v1/patients,none"
            })
    void the_prefix_is_the_first_segment(String path, String prefix) {
        assertThat(ApiPath.prefix(path)).isEqualTo(prefix);
    }
}
