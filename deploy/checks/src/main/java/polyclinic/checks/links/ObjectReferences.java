package polyclinic.checks.links;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.manifests.PodGroup;

/** The names by which the objects of an overlay refer to each other. A sentence for each that leads nowhere. */
public final class ObjectReferences {
    /** Kinds that others make something of, by the field that names them. */
    private static final List<String> SCALED = List.of("HorizontalPodAutoscaler", "ScaledObject");
    /** What an operator itself adds to a pod, so that no template has it. */
    private static final String OPERATORS_LABEL = "pod-template-hash";

    private final List<Manifest> objects;
    private final List<PodGroup> groups;
    private final List<String> problems = new ArrayList<>();

    private ObjectReferences(List<Manifest> objects) {
        this.objects = objects;
        this.groups = PodGroup.of(objects);
    }

    /** @param objects all of an overlay */
    public static List<String> problems(List<Manifest> objects) {
        ObjectReferences references = new ObjectReferences(objects);
        objects.forEach(references::check);
        return references.problems;
    }

    private void check(Manifest object) {
        JsonNode template = object.podTemplate();
        if (template != null) pods(object, template.path("spec"));
        switch (object.kind()) {
            case "Service" -> service(object);
            case "PodDisruptionBudget" -> selects(object, object.at("/spec/selector"));
            case "NetworkPolicy" -> policy(object);
            case "PodMonitor" -> selects(object, object.at("/spec/selector"));
            case "HTTPRoute" -> route(object);
            case "Ingress" -> backends(object, object.at("/spec"));
            case "Database", "ScheduledBackup" ->
                exists(object, "Cluster", object.at("/spec/cluster/name").asText());
            case "KafkaTopic", "KafkaUser", "KafkaNodePool" ->
                exists(object, "Kafka", object.labels().getOrDefault("strimzi.io/cluster", "(no label)"));
            case "ExternalSecret" ->
                exists(
                        object,
                        object.at("/spec/secretStoreRef/kind").asText(),
                        object.at("/spec/secretStoreRef/name").asText());
            default -> {}
        }
        if (SCALED.contains(object.kind())) {
            JsonNode target = object.at("/spec/scaleTargetRef");
            exists(
                    object,
                    target.path("kind").asText("Deployment"),
                    target.path("name").asText());
        }
    }

    private void pods(Manifest object, JsonNode pod) {
        String account = pod.path("serviceAccountName").asText();
        if (!account.isEmpty()) exists(object, "ServiceAccount", account);
        Set<String> mounted = new HashSet<>();
        Set<String> volumes = new HashSet<>();
        pod.path("volumes").forEach(volume -> {
            volumes.add(volume.path("name").asText());
            JsonNode map = volume.path("configMap");
            if (map.has("name") && !map.path("optional").asBoolean())
                files(object, map.path("name").asText());
        });
        object.at("/spec/volumeClaimTemplates")
                .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
        for (JsonNode container : object.containers()) {
            container
                    .path("volumeMounts")
                    .forEach(mount -> mounted.add(mount.path("name").asText()));
            container.path("env").forEach(variable -> settings(object, variable.at("/valueFrom/configMapKeyRef")));
            probes(object, container);
        }
        if (!mounted.equals(volumes)) problem(object, "mounts " + mounted + " and has the volumes " + volumes);
        PodGroup own = new PodGroup(object.name(), object.namespace(), object.podLabels(), Map.of());
        if (object.is("Deployment") && !own.isSelectedBy(object.at("/spec/selector")))
            problem(object, "does not select its own pods");
        pod.path("topologySpreadConstraints").forEach(constraint -> {
            if (!own.isSelectedBy(constraint.path("labelSelector"))) problem(object, "spreads other pods");
            constraint.path("matchLabelKeys").forEach(key -> {
                if (!key.asText().equals(OPERATORS_LABEL) && !own.labels().containsKey(key.asText()))
                    problem(object, "spreads by the label " + key.asText() + ", which its pods have not");
            });
        });
    }

    /** Files that a container mounts are named by its own command or variables. */
    private void files(Manifest object, String map) {
        exists(object, "ConfigMap", map);
        objects.stream()
                .filter(other -> other.is("ConfigMap")
                        && other.name().equals(map)
                        && other.namespace().equals(object.namespace()))
                .flatMap(other -> other.texts("/data").keySet().stream())
                .filter(file -> !object.text().contains(file))
                .forEach(file -> problem(object, "does not read " + file + " of " + map));
    }

    private void settings(Manifest object, JsonNode reference) {
        if (reference.isMissingNode() || reference.path("optional").asBoolean()) return;
        boolean there = objects.stream()
                .anyMatch(map -> map.is("ConfigMap")
                        && map.name().equals(reference.path("name").asText())
                        && map.namespace().equals(object.namespace())
                        && map.at("/data").has(reference.path("key").asText()));
        if (!there)
            problem(
                    object,
                    "reads " + reference.path("key").asText() + " of "
                            + reference.path("name").asText() + ", which is not there");
    }

    private void probes(Manifest object, JsonNode container) {
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            JsonNode port = container.path(probe).findPath("port");
            if (port.isTextual() && !hasPort(container, port.asText()))
                problem(object, probe + " asks the port " + port.asText());
        }
    }

    private static boolean hasPort(JsonNode container, String name) {
        return Manifest.elements(container.path("ports"))
                .anyMatch(port -> port.path("name").asText().equals(name));
    }

    private void service(Manifest object) {
        if (!object.at("/spec").has("selector")) return;
        ObjectNode selector = JsonNodeFactory.instance.objectNode();
        selector.set("matchLabels", object.at("/spec/selector"));
        List<PodGroup> selected = selected(object, selector);
        if (selected.isEmpty()) problem(object, "selects no pods");
        object.at("/spec/ports").forEach(port -> {
            String target = port.path("targetPort").asText(port.path("port").asText());
            boolean named = !target.matches("\\d+");
            if (named && selected.stream().noneMatch(group -> group.ports().containsKey(target)))
                problem(object, "leads to the port " + target + ", which no pod has");
        });
    }

    private void policy(Manifest object) {
        selects(object, object.at("/spec/podSelector"));
        for (String pointer : List.of("/spec/ingress", "/spec/egress"))
            for (JsonNode rule : object.at(pointer))
                for (String side : List.of("from", "to"))
                    for (JsonNode peer : rule.path(side))
                        if (peer.has("podSelector") && !peer.has("namespaceSelector") && !isOperator(peer))
                            selects(object, peer.path("podSelector"));
    }

    /** Operators that watch one namespace may run in it; their pods come from elsewhere. */
    private static boolean isOperator(JsonNode peer) {
        return Manifest.elements(peer.at("/podSelector/matchLabels"))
                .anyMatch(label -> label.asText().endsWith("operator"));
    }

    private void selects(Manifest object, JsonNode selector) {
        if (selected(object, selector).isEmpty()) problem(object, "selects no pods by " + selector);
    }

    private List<PodGroup> selected(Manifest object, JsonNode selector) {
        return groups.stream()
                .filter(group -> group.namespace().equals(object.namespace()) && group.isSelectedBy(selector))
                .toList();
    }

    private void route(Manifest object) {
        object.at("/spec/parentRefs")
                .forEach(parent -> exists(object, "Gateway", parent.path("name").asText()));
        object.at("/spec/rules").forEach(rule -> rule.path("backendRefs").forEach(backend -> {
            String name = backend.path("name").asText();
            // Keycloak's operator makes this one.
            if (!name.equals("keycloak-service"))
                backend(object, name, backend.path("port").asText());
        }));
    }

    private void backends(Manifest object, JsonNode node) {
        JsonNode service = node.path("service");
        if (service.has("name"))
            backend(
                    object,
                    service.path("name").asText(),
                    service.path("port")
                            .findPath("number")
                            .asText(service.path("port").path("name").asText()));
        node.forEach(child -> backends(object, child));
    }

    private void backend(Manifest object, String name, String port) {
        boolean there = objects.stream()
                .anyMatch(service -> service.is("Service")
                        && service.name().equals(name)
                        && service.namespace().equals(object.namespace())
                        && Manifest.elements(service.at("/spec/ports"))
                                .anyMatch(open -> open.path("port").asText().equals(port)
                                        || open.path("name").asText().equals(port)));
        if (!there) problem(object, "leads to " + name + ":" + port + ", which is no service");
    }

    private void exists(Manifest object, String kind, String name) {
        boolean there = objects.stream()
                .anyMatch(other -> other.is(kind)
                        && other.name().equals(name)
                        && other.namespace().equals(object.namespace()));
        if (!there) problem(object, "names the " + kind + " " + name + ", which is not there");
    }

    private void problem(Manifest object, String problem) {
        problems.add(object.id() + ": " + problem);
    }
}
