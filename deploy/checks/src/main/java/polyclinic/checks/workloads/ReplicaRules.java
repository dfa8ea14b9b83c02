package polyclinic.checks.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.custom.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import polyclinic.checks.manifests.Manifest;

/** Whether pods start, are watched, end and are spread so that nobody notices. A sentence for each violation. */
final class ReplicaRules {
    /** What a pod has to end in peace after all that it waits for. */
    private static final int SPARE_SECONDS = 10;

    private static final Map<String, String> PROBES = Map.of(
            "startupProbe", "/q/health/started",
            "livenessProbe", "/q/health/live",
            "readinessProbe", "/q/health/ready");

    private final List<Manifest> objects;
    private final Map<String, Integer> shutdownSeconds;

    /**
     * @param objects all of an overlay
     * @param shutdownSeconds of each application by name: how long it goes on with what is under way after it was told to end
     */
    ReplicaRules(List<Manifest> objects, Map<String, Integer> shutdownSeconds) {
        this.objects = objects;
        this.shutdownSeconds = shutdownSeconds;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Manifest object : objects) {
            List<String> own = new ArrayList<>();
            for (JsonNode container : object.containers()) resources(container, own);
            if (object.is("Deployment")) deployment(object, own);
            if (object.is("Job")) job(object.at("/spec"), own);
            if (object.is("CronJob")) cronJob(object, own);
            own.forEach(problem -> problems.add(object.id() + ": " + problem));
        }
        return problems;
    }

    private static void resources(JsonNode container, List<String> problems) {
        JsonNode resources = container.path("resources");
        for (String resource : List.of("cpu", "memory"))
            if (!resources.path("requests").has(resource)) problems.add("requests no " + resource);
        if (resources.path("limits").has("cpu")) problems.add("has a limit of CPU, which only makes it slow");
        if (!resources.path("limits").has("memory")) problems.add("has no limit of memory");
        else if (bytes(resources, "limits") < bytes(resources, "requests"))
            problems.add("may use less memory than it requests");
    }

    private static long bytes(JsonNode resources, String which) {
        return Quantity.fromString(resources.path(which).path("memory").asText("0"))
                .getNumber()
                .longValue();
    }

    private void deployment(Manifest object, List<String> problems) {
        JsonNode pod = object.at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        Integer shutdown = shutdownSeconds.get(object.name());
        PROBES.forEach((probe, path) -> {
            if (!container.has(probe)) problems.add("has no " + probe);
            else if (shutdown != null
                    && !container.at("/" + probe + "/httpGet/path").asText().equals(path))
                problems.add(probe + " does not ask " + path);
        });
        if (shutdown != null) {
            int needed = container.at("/lifecycle/preStop/sleep/seconds").asInt()
                    + delaySeconds(container)
                    + shutdown
                    + SPARE_SECONDS;
            int grace = pod.path("terminationGracePeriodSeconds").asInt(30);
            if (grace < needed) problems.add("is killed after " + grace + " s and needs " + needed + " s to end");
            if (container.at("/lifecycle/preStop/sleep/seconds").asInt() == 0)
                problems.add("ends before the proxies know (preStop)");
        }
        // One Redis is enough: the gateway works without it.
        if (shutdown == null) return;
        if (objects.stream().noneMatch(other -> other.is("PodDisruptionBudget") && selects(other, object)))
            problems.add("has no PodDisruptionBudget");
        Set<String> keys = Set.copyOf(Manifest.elements(pod.path("topologySpreadConstraints"))
                .map(constraint -> constraint.path("topologyKey").asText())
                .toList());
        for (String key : List.of("topology.kubernetes.io/zone", "kubernetes.io/hostname"))
            if (!keys.contains(key)) problems.add("is not spread over " + key);
        if (object.at("/spec/minReadySeconds").asInt() == 0) problems.add("has no minReadySeconds");
        if (object.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(1) != 0)
            problems.add("has fewer pods than it should while it is replaced");
    }

    /** For how long it sends its callers elsewhere before it ends. */
    private static int delaySeconds(JsonNode container) {
        return Manifest.elements(container.path("env"))
                .filter(variable -> variable.path("name").asText().equals("POLYCLINIC_SHUTDOWN_DELAY"))
                .mapToInt(variable ->
                        Integer.parseInt(variable.path("value").asText().replace("S", "")))
                .findFirst()
                .orElse(0);
    }

    private static boolean selects(Manifest budget, Manifest deployment) {
        Map<String, String> wanted = budget.texts("/spec/selector/matchLabels");
        return Objects.equals(budget.namespace(), deployment.namespace())
                && !wanted.isEmpty()
                && deployment.podLabels().entrySet().containsAll(wanted.entrySet());
    }

    private static void job(JsonNode spec, List<String> problems) {
        if (!spec.has("activeDeadlineSeconds")) problems.add("may run forever (activeDeadlineSeconds)");
        if (!spec.has("backoffLimit")) problems.add("has no backoffLimit");
        if (!Set.of("Never", "OnFailure")
                .contains(spec.at("/template/spec/restartPolicy").asText()))
            problems.add("restartPolicy is neither Never nor OnFailure");
    }

    private static void cronJob(Manifest object, List<String> problems) {
        if (!object.at("/spec/concurrencyPolicy").asText().equals("Forbid"))
            problems.add("may run twice at a time (concurrencyPolicy)");
        job(object.at("/spec/jobTemplate/spec"), problems);
    }
}
