package polyclinic.checks.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.manifests.Renderings;
import polyclinic.checks.tools.Checkout;

/** PostgreSQL has a connection for whoever may come at the same time. */
class ConnectionsTest {
    private static final List<String> SERVICES = List.of("patient", "appointment", "prescription", "billing");
    /** What PostgreSQL keeps for superusers and replication, and CloudNativePG for itself. */
    private static final int RESERVED = 15;

    private final List<Manifest> clinic =
            Objects.requireNonNull(Renderings.overlays().get("clinic"));

    @Test
    void all_replicas_of_a_rolling_update_with_the_most_that_the_autoscaler_makes_find_a_connection() {
        int wanted = RESERVED + keycloak() + roleLimit("recovery");
        for (String service : SERVICES) wanted += (replicas(service + "-service") + 1) * ofReplica(service);

        assertThat(wanted)
                .isLessThanOrEqualTo(postgres()
                        .at("/spec/postgresql/parameters/max_connections")
                        .asInt());
    }

    @Test
    void no_role_is_limited_below_what_its_service_takes() {
        for (String service : SERVICES) {
            assertThat(roleLimit(service))
                    .as(service)
                    .isGreaterThanOrEqualTo((replicas(service + "-service") + 1) * ofReplica(service));
        }
    }

    /** Of the reactive pool and of Flyway's, as the service's own settings say. */
    private static int ofReplica(String service) {
        String settings = Checkout.text(Checkout.path(service + "-service/src/main/resources/application.properties"));
        return number(settings, "POLYCLINIC_POSTGRES_CONNECTIONS:") + number(settings, "datasource.jdbc.max-size=");
    }

    private static int number(String text, String before) {
        return Integer.parseInt(
                text.substring(text.indexOf(before) + before.length()).replaceFirst("(?s)\\D.*", ""));
    }

    private int keycloak() {
        Manifest keycloak = object("Keycloak", "keycloak");
        return (keycloak.at("/spec/instances").asInt() + 1)
                * keycloak.at("/spec/db/poolMaxSize").asInt();
    }

    private int replicas(String service) {
        return clinic.stream()
                .filter(object -> object.is("HorizontalPodAutoscaler")
                        && object.at("/spec/scaleTargetRef/name").asText().equals(service))
                .map(object -> object.at("/spec/maxReplicas").asInt())
                .findFirst()
                .orElseGet(
                        () -> object("Deployment", service).at("/spec/replicas").asInt());
    }

    private int roleLimit(String role) {
        return Manifest.elements(postgres().at("/spec/managed/roles"))
                .filter(found -> found.path("name").asText().equals(role))
                .map(found -> found.path("connectionLimit").asInt())
                .findFirst()
                .orElseThrow();
    }

    private Manifest postgres() {
        return object("Cluster", "postgres");
    }

    private Manifest object(String kind, String name) {
        return clinic.stream()
                .filter(object -> object.is(kind) && object.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
