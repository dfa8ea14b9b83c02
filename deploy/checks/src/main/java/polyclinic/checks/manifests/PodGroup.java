package polyclinic.checks.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pods of one kind, whoever makes them.
 *
 * @param name of what makes them
 * @param labels by which policies and services select them
 * @param ports name → number, as far as the manifests say
 */
public record PodGroup(String name, String namespace, Map<String, String> labels, Map<String, Integer> ports) {
    private static final String NAME = "app.kubernetes.io/name";
    private static final String INSTANCE = "app.kubernetes.io/instance";

    /** All pods that come of these objects. Operators give theirs the labels that their documentation names. */
    public static List<PodGroup> of(List<Manifest> objects) {
        return objects.stream().flatMap(object -> Stream.ofNullable(of(object))).toList();
    }

    private static @Nullable PodGroup of(Manifest object) {
        if (object.podTemplate() != null)
            return new PodGroup(object.name(), object.namespace(), object.podLabels(), ports(object));
        String name = object.name();
        return switch (object.kind()) {
            case "Cluster" ->
                operators(
                        object,
                        "/spec/inheritedMetadata/labels",
                        Map.of("cnpg.io/cluster", name, "cnpg.io/podRole", "instance"));
            case "KafkaNodePool" -> {
                String cluster = object.labels().getOrDefault("strimzi.io/cluster", "");
                yield operators(
                        object,
                        "/spec/template/pod/metadata/labels",
                        Map.of(
                                "strimzi.io/cluster",
                                cluster,
                                "strimzi.io/component-type",
                                "kafka",
                                "strimzi.io/kind",
                                "Kafka",
                                "strimzi.io/name",
                                cluster + "-kafka",
                                "strimzi.io/pool-name",
                                name));
            }
            case "PerconaServerMongoDB" ->
                operators(object, "/spec/replsets/0/labels", Map.of(NAME, "percona-server-mongodb", INSTANCE, name));
            case "Keycloak" ->
                operators(
                        object,
                        "/spec/unsupported/podTemplate/metadata/labels",
                        Map.of("app", "keycloak", INSTANCE, name, "app.kubernetes.io/managed-by", "keycloak-operator"));
            default -> null;
        };
    }

    private static PodGroup operators(Manifest object, String further, Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(object.texts(further));
        // The operator's own labels come last.
        all.putAll(labels);
        return new PodGroup(object.name(), object.namespace(), all, Map.of());
    }

    private static Map<String, Integer> ports(Manifest object) {
        Map<String, Integer> ports = new HashMap<>();
        for (JsonNode container : object.containers())
            for (JsonNode port : container.path("ports"))
                ports.put(port.path("name").asText(), port.path("containerPort").asInt());
        return ports;
    }

    /** By {@code matchLabels} and {@code matchExpressions}; a selector without either selects all. */
    public boolean isSelectedBy(JsonNode selector) {
        boolean labelled = selector.path("matchLabels").properties().stream()
                .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
        return labelled && Manifest.elements(selector.path("matchExpressions")).allMatch(this::satisfies);
    }

    private boolean satisfies(JsonNode expression) {
        String value = labels.get(expression.path("key").asText());
        boolean named = Manifest.elements(expression.path("values"))
                .anyMatch(one -> one.asText().equals(value));
        return switch (expression.path("operator").asText()) {
            case "In" -> named;
            case "NotIn" -> !named;
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> throw new IllegalArgumentException(expression.toString());
        };
    }
}
