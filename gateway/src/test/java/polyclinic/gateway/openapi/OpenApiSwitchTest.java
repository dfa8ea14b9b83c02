package polyclinic.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.testing.TightRateLimits;

@QuarkusTest
@TestProfile(TightRateLimits.class)
class OpenApiSwitchTest {

    @ParameterizedTest
    @ValueSource(strings = {"/openapi", "/swagger-ui", "/swagger-ui/", "/swagger-ui/index.html"})
    void neither_the_document_nor_its_page_is_served_where_they_are_off(String path) {
        assertThat(send(request(path)).statusCode()).isEqualTo(404);
    }

    @Test
    void they_are_off_unless_an_installation_switches_them_on() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/application.properties"))) {
            properties.load(file);
        }

        assertThat(properties.getProperty("polyclinic.gateway.openapi.enabled"))
                .isEqualTo("${POLYCLINIC_OPENAPI:false}");
    }
}
