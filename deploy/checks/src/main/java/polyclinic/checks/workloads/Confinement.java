package polyclinic.checks.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import polyclinic.checks.manifests.Manifest;

/**
 * What a pod may not do: the level <em>restricted</em> of Kubernetes' Pod Security Standards, and beyond it a root folder that is read
 * only, no token of the API server, and a limit for everything that is written. A sentence for each violation.
 */
final class Confinement {
    /** Neither a node's folders nor anything that another team runs. */
    private static final Set<String> VOLUMES =
            Set.of("emptyDir", "secret", "configMap", "projected", "persistentVolumeClaim", "downwardAPI");

    private static final Pattern VERSIONED_IMAGE = Pattern.compile(".+(@sha256:[0-9a-f]{64}|:(?!latest$)[\\w.-]+)");

    private Confinement() {}

    static List<String> problems(Manifest object) {
        JsonNode template = object.podTemplate();
        if (template == null) return List.of();
        List<String> problems = new ArrayList<>();
        JsonNode pod = template.path("spec");
        ofPod(pod).forEach((problem, holds) -> {
            if (holds) problems.add(object.id() + ": " + problem);
        });
        pod.path("volumes").forEach(volume -> volumeProblems(volume)
                .forEach(problem -> problems.add(
                        object.id() + ": volume " + volume.path("name").asText() + " " + problem)));
        for (JsonNode container : object.containers()) {
            ofContainer(container).forEach((problem, holds) -> {
                if (holds)
                    problems.add(object.id() + ": container "
                            + container.path("name").asText() + " " + problem);
            });
        }
        return problems;
    }

    private static Map<String, Boolean> ofPod(JsonNode pod) {
        JsonNode context = pod.path("securityContext");
        Map<String, Boolean> problems = new TreeMap<>();
        problems.put("runAsNonRoot is not true", !context.path("runAsNonRoot").asBoolean());
        problems.put(
                "runs as root",
                context.path("runAsUser").asInt(1) == 0
                        || context.path("runAsGroup").asInt(1) == 0);
        problems.put(
                "seccompProfile is not RuntimeDefault",
                !context.at("/seccompProfile/type").asText().equals("RuntimeDefault"));
        problems.put(
                "has a token of the API server",
                pod.path("automountServiceAccountToken").asBoolean(true));
        problems.put(
                "gets the addresses of all services (enableServiceLinks)",
                pod.path("enableServiceLinks").asBoolean(true));
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC"))
            problems.put("shares the node's " + host, pod.path(host).asBoolean());
        return problems;
    }

    private static Map<String, Boolean> ofContainer(JsonNode container) {
        JsonNode context = container.path("securityContext");
        Map<String, Boolean> problems = new TreeMap<>();
        problems.put(
                "may get more rights", context.path("allowPrivilegeEscalation").asBoolean(true));
        problems.put("is privileged", context.path("privileged").asBoolean());
        problems.put(
                "runs as root",
                context.path("runAsUser").asInt(1) == 0
                        || !context.path("runAsNonRoot").asBoolean(true));
        problems.put(
                "writes to its root folder",
                !context.path("readOnlyRootFilesystem").asBoolean());
        problems.put(
                "does not drop all capabilities",
                !context.at("/capabilities/drop").toString().equals("[\"ALL\"]"));
        problems.put("adds capabilities", !context.at("/capabilities/add").isEmpty());
        problems.put(
                "has a port of the node",
                Manifest.elements(container.path("ports")).anyMatch(port -> port.has("hostPort")));
        problems.put(
                "has an image without a fixed version: "
                        + container.path("image").asText(),
                !VERSIONED_IMAGE.matcher(container.path("image").asText()).matches());
        return problems;
    }

    private static List<String> volumeProblems(JsonNode volume) {
        List<String> problems = new ArrayList<>();
        volume.properties().stream()
                .map(Map.Entry::getKey)
                .filter(kind -> !kind.equals("name") && !VOLUMES.contains(kind))
                .forEach(kind -> problems.add("is of the kind " + kind));
        if (volume.has("emptyDir") && !volume.at("/emptyDir").has("sizeLimit")) problems.add("has no limit of size");
        return problems;
    }
}
