package polyclinic.checks.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.manifests.Renderings;

/** What a pod refers to is there: a pod with a key that nobody provides waits for ever. */
class ObjectReferencesTest {
    /** Fields whose value names a Secret. */
    private static final Set<String> NAMES_OF_SECRETS = Set.of(
            "secretKeyRef", "passwordSecret", "usernameSecret", "passwordSecretRef", "accessKeyId", "secretAccessKey");

    @ParameterizedTest
    @ValueSource(strings = {"try", "clinic", "own-stores"})
    void every_setting_that_a_pod_needs_is_in_its_config_map(String overlay) {
        List<Manifest> objects = objects(overlay);
        Map<String, JsonNode> maps = new TreeMap<>();
        objects.stream()
                .filter(object -> object.is("ConfigMap"))
                .forEach(map -> maps.put(map.namespace() + "/" + map.name(), map.at("/data")));
        List<String> missing = new ArrayList<>();

        for (Manifest object : objects) {
            for (JsonNode reference : object.json().findValues("configMapKeyRef")) {
                JsonNode map = maps.get(
                        object.namespace() + "/" + reference.path("name").asText());
                boolean there = map != null && map.has(reference.path("key").asText());
                if (!there && !reference.path("optional").asBoolean()) {
                    missing.add(object.id() + " wants " + reference.path("key").asText());
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(maps.keySet()).anyMatch(name -> name.startsWith("polyclinic/polyclinic-"));
    }

    /** The overlay try has its Secrets made by the launcher, whose test compares them. */
    @ParameterizedTest
    @ValueSource(strings = {"clinic", "own-stores"})
    void every_secret_comes_from_the_secret_store_or_an_operator(String overlay) {
        List<Manifest> objects = objects(overlay);
        Set<String> provided = provided(objects);

        assertThat(referred(objects)).isNotEmpty().isSubsetOf(provided);
    }

    @Test
    void no_secret_is_fetched_that_nobody_reads() {
        List<Manifest> objects = objects("clinic");
        Set<String> fetched = new TreeSet<>();
        objects.stream()
                .filter(object -> object.is("ExternalSecret"))
                .forEach(secret -> fetched.add(secret.namespace() + "/"
                        + secret.at("/spec/target/name").asText()));

        assertThat(referred(objects)).containsAll(fetched);
    }

    private static Set<String> referred(List<Manifest> objects) {
        Set<String> names = new TreeSet<>();
        objects.stream()
                .filter(object -> !object.is("ExternalSecret") && !object.is("Certificate") && !object.is("Issuer"))
                .forEach(object -> collect(object, object.json(), names));
        return names;
    }

    private static void collect(Manifest object, JsonNode node, Set<String> names) {
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            String name = "";
            if (NAMES_OF_SECRETS.contains(field.getKey()))
                name = value.path("name").asText();
            if (field.getKey().equals("secret")) {
                name = value.isTextual()
                        ? value.asText()
                        : value.path("secretName").asText(value.path("name").asText());
            }
            if (field.getKey().matches("credentialsSecret|tlsSecret")) name = value.asText();
            if (!name.isEmpty()) names.add(object.namespace() + "/" + name);
        });
        if (object.is("TriggerAuthentication")) {
            node.path("secretTargetRef")
                    .forEach(target -> names.add(
                            object.namespace() + "/" + target.path("name").asText()));
        }
        node.forEach(child -> collect(object, child, names));
    }

    private static Set<String> provided(List<Manifest> objects) {
        Set<String> names = new TreeSet<>();
        for (Manifest object : objects) {
            String prefix = object.namespace() + "/";
            switch (object.kind()) {
                case "ExternalSecret" ->
                    names.add(prefix + object.at("/spec/target/name").asText());
                case "Certificate" ->
                    names.add(prefix + object.at("/spec/secretName").asText());
                case "KafkaUser" -> names.add(prefix + "kafka-" + object.name());
                case "Kafka" -> names.add(prefix + object.name() + "-cluster-ca-cert");
                case "Cluster" -> names.add(prefix + object.name() + "-ca");
                case "PerconaServerMongoDB" -> names.add(prefix + object.name() + "-ssl");
                default -> {}
            }
        }
        return names;
    }

    private static List<Manifest> objects(String overlay) {
        return Objects.requireNonNull(Renderings.overlays().get(overlay));
    }
}
