package polyclinic.gateway.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.identityprovider.OpenIdClientConfig;
import polyclinic.gateway.sessionstore.SessionConfig;

/** Where browsers come to, and what their cookies are like there. */
class PublicOriginsTest {

    @Test
    void where_people_come_by_https_cookies_belong_to_this_host_and_its_tls_alone() {
        SessionCookies cookies = new SessionCookies(origins("https://clinic.example.org", "s"));

        List<String> set = setCookies(cookies);

        assertThat(set)
                .hasSize(3)
                .allMatch(cookie -> cookie.startsWith("__Host-"))
                .allMatch(cookie -> cookie.contains("; Secure") && cookie.contains("; HTTPOnly"))
                .allMatch(cookie -> cookie.contains("; Path=/") && !cookie.contains("Domain"));
        assertThat(set.get(0))
                .startsWith("__Host-session=a")
                .contains("SameSite=Strict")
                .doesNotContain("Max-Age");
        assertThat(set.get(1)).startsWith("__Host-sign-in=b").contains("SameSite=Lax", "Max-Age=600");
        assertThat(set.get(2)).startsWith("__Host-session=;").contains("Max-Age=0");
    }

    /** The lines that a response gets; of a response no more is needed here. */
    private static List<String> setCookies(SessionCookies cookies) {
        List<String> lines = new ArrayList<>();
        HttpServerResponse response = (HttpServerResponse) Proxy.newProxyInstance(
                PublicOriginsTest.class.getClassLoader(),
                new Class<?>[] {HttpServerResponse.class},
                (proxy, method, arguments) -> {
                    lines.add(((Cookie) arguments[0]).encode());
                    return proxy;
                });
        cookies.setSession(response, "a");
        cookies.setSignIn(response, "b", Duration.ofMinutes(10));
        cookies.clearSession(response);
        return lines;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clinic.example.org",
                "ftp://clinic.example.org",
                "https://clinic.example.org/app",
                "https://clinic.example.org,http://clinic.example.org"
            })
    void what_is_no_origin_fails_the_start(String value) {
        assertThatThrownBy(() -> origins(value, "s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("POLYCLINIC_PUBLIC_URL");
    }

    @Test
    void an_origin_is_written_as_browsers_write_it() {
        PublicOrigins origins = origins("https://Clinic.example.org:443/,https://127.0.0.1:8443", "s");

        assertThat(origins.first()).isEqualTo("https://clinic.example.org");
        assertThat(origins.contain("https://127.0.0.1:8443")).isTrue();
        assertThat(origins.contain("https://clinic.example.org.evil.example")).isFalse();
    }

    @Test
    void without_an_address_or_a_client_secret_nobody_signs_in() {
        assertThat(origins("", "s").areEnabled()).isFalse();
        assertThat(origins("https://clinic.example.org", "").areEnabled()).isFalse();
        assertThat(origins("https://clinic.example.org", "s").areEnabled()).isTrue();
    }

    private static PublicOrigins origins(String origins, String secret) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SessionConfig.class)
                .withMapping(OpenIdClientConfig.class)
                .withDefaultValues(Map.of(
                        "polyclinic.gateway.sessions.origins", origins,
                        "polyclinic.gateway.openid.provider", "http://127.0.0.1:9",
                        "polyclinic.gateway.openid.client-secret", secret))
                .build();
        return new PublicOrigins(
                config.getConfigMapping(SessionConfig.class), config.getConfigMapping(OpenIdClientConfig.class));
    }
}
