package polyclinic.gateway.filters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathRulesTest {

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
        assertThat(PathRules.isWellFormed(path)).isTrue();
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
    void a_path_that_could_mean_another_path_is_refused(String path) {
        assertThat(PathRules.isWellFormed(path)).isFalse();
    }

    @Test
    void a_query_is_plain_ascii() {
        assertThat(PathRules.isWellFormedQuery("/a?identifier=system|value&q=%C3%BC"))
                .isTrue();
        assertThat(PathRules.isWellFormedQuery("/a?q=ü")).isFalse();
    }
}
