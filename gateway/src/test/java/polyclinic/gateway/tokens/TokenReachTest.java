package polyclinic.gateway.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.testing.TestTokens;

class TokenReachTest {
    @Test
    void the_order_of_roles_and_who_has_them_say_nothing() {
        assertThat(reach("sub", "a", "realm_access", roles("nurse", "doctor")))
                .isEqualTo(reach("sub", "b", "realm_access", roles("doctor", "nurse")));
    }

    @Test
    void each_role_says_something_and_so_does_where_it_stands() {
        assertThat(List.of(
                        reach("realm_access", roles()),
                        reach("realm_access", roles("nurse")),
                        reach("realm_access", roles("nurse", "doctor")),
                        reach("realm_access", roles("nurse"), "groups", List.of("nurse")),
                        reach("realm_access", roles("nurse"), "roles", List.of("nurse")),
                        reach("realm_access", roles("nurse"), "resource_access", Map.of("a", roles("nurse"))),
                        reach("realm_access", roles("nurse"), "resource_access", Map.of("b", roles("nurse")))))
                .doesNotHaveDuplicates();
    }

    private static Map<String, List<String>> roles(String... roles) {
        return Map.of("roles", List.of(roles));
    }

    private static String reach(String claim, Object value) {
        return TokenReach.of(TestTokens.of("nurse", Map.of(claim, value)));
    }

    private static String reach(String claim, Object value, String other, Object another) {
        return TokenReach.of(TestTokens.of("nurse", Map.of(claim, value, other, another)));
    }
}
