package polyclinic.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/patients",
                "/api/v1/patients/",
                "/api/v1/patients/0190f6c8-7c1e-7bd2-9c3e-0f2a6f1c2d3e/allergies",
                "/api/v1/patients/a.b/..c/d..",
                "/api/v1/patients/J%C3%BCrgen%2Bx"
            })
    void ordinary_paths_pass(String path) {
        assertThat(Paths.wellFormed(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "api/v1/patients",
                "/api/v1/patients/../audit",
                "/api/v1/patients/..",
                "/api/v1/./audit",
                "/api/v1/patients/%2e%2e/audit",
                "/api/v1/patients/.%2E/audit",
                "/api/v1/patients/..%2faudit",
                "/api/v1/patients%2Faudit",
                "/api/v1/patients/%252e%252e/audit",
                "/api/v1/patients/..%5caudit",
                "/api/v1/patients\\..\\audit",
                "/api/v1/patients//audit",
                "//api/v1/patients",
                "/api/v1/patients/%00",
                "/api/v1/patients/%0d%0aX-Evil:%201",
                "/api/v1/patients/%zz",
                "/api/v1/patients/%4",
                "/api/v1/patients;admin=true/x",
                "/api/v1/patients/x#y",
                "/api/v1/pätients"
            })
    void what_could_mean_another_place_is_refused(String path) {
        assertThat(Paths.wellFormed(path)).isFalse();
    }

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
        assertThat(Paths.prefix(path)).isEqualTo(prefix);
    }

    @Test
    void a_query_is_plain_ascii() {
        assertThat(Paths.wellFormedQuery("/a?identifier=system|value&q=%C3%BC")).isTrue();
        assertThat(Paths.wellFormedQuery("/a?q=ü")).isFalse();
    }
}
