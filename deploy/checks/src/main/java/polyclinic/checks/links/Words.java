package polyclinic.checks.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import polyclinic.checks.manifests.Manifest;

/** Words that a server takes as they come, so that a wrong one has no effect. A sentence for each that is not known. */
public final class Words {
    private static final Set<String> LABELS = Set.of(
            "app",
            "app.kubernetes.io/component",
            "app.kubernetes.io/instance",
            "app.kubernetes.io/managed-by",
            "app.kubernetes.io/name",
            "app.kubernetes.io/part-of",
            "app.kubernetes.io/version",
            "cnpg.io/cluster",
            "cnpg.io/podRole",
            "cnpg.io/reload",
            "grafana_dashboard",
            "k8s-app",
            "kubernetes.io/metadata.name",
            "pod-security.kubernetes.io/audit",
            "pod-security.kubernetes.io/enforce",
            "pod-security.kubernetes.io/warn",
            "release",
            "severity",
            "slo",
            "store",
            "strimzi.io/cluster",
            "strimzi.io/kind",
            "strimzi.io/name",
            "strimzi.io/pool-name");

    private static final Set<String> ANNOTATIONS = Set.of(
            "argocd.argoproj.io/hook",
            "argocd.argoproj.io/hook-delete-policy",
            "argocd.argoproj.io/sync-wave",
            "cert-manager.io/cluster-issuer",
            "cert-manager.io/issuer",
            "description",
            "grafana_folder",
            "kustomize.toolkit.fluxcd.io/force",
            "runbook_url",
            "strimzi.io/kraft",
            "strimzi.io/node-pools",
            "summary");

    private static final Set<String> RESOURCES = Set.of("cpu", "memory", "ephemeral-storage", "storage");

    /** Field → its names. */
    private static final Map<String, Set<String>> NAMES = Map.of(
            "labels", LABELS,
            "matchLabels", LABELS,
            "annotations", ANNOTATIONS,
            "requests", RESOURCES,
            "limits", RESOURCES);

    /** Field → its values, of fields that Kubernetes' own kinds have. */
    private static final Map<String, Set<String>> VALUES = Map.ofEntries(
            Map.entry("protocol", Set.of("TCP", "UDP", "SCTP", "HTTP", "HTTPS", "TLS")),
            Map.entry("imagePullPolicy", Set.of("IfNotPresent", "Always", "Never")),
            Map.entry("policyTypes", Set.of("Ingress", "Egress")),
            Map.entry("restartPolicy", Set.of("Always", "OnFailure", "Never")),
            Map.entry("concurrencyPolicy", Set.of("Allow", "Forbid", "Replace")),
            Map.entry("whenUnsatisfiable", Set.of("DoNotSchedule", "ScheduleAnyway")),
            Map.entry("fsGroupChangePolicy", Set.of("OnRootMismatch", "Always")),
            Map.entry("unhealthyPodEvictionPolicy", Set.of("IfHealthyBudget", "AlwaysAllow")),
            Map.entry("drop", Set.of("ALL")),
            Map.entry("pod-security.kubernetes.io/enforce", Set.of("restricted")),
            Map.entry("pod-security.kubernetes.io/audit", Set.of("restricted")),
            Map.entry("pod-security.kubernetes.io/warn", Set.of("restricted")));

    private Words() {}

    public static List<String> problems(Manifest object) {
        List<String> problems = new ArrayList<>();
        check(object, object.json(), problems);
        return problems;
    }

    private static void check(Manifest object, JsonNode node, List<String> problems) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            Set<String> names = NAMES.get(field.getKey());
            if (names != null)
                field.getValue().properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(name -> !names.contains(name))
                        .forEach(name -> problems.add(object.id() + ": " + field.getKey() + " has " + name));
            Set<String> values = VALUES.get(field.getKey());
            if (values != null) {
                List<JsonNode> given = field.getValue().isArray()
                        ? Manifest.elements(field.getValue()).toList()
                        : List.of(field.getValue());
                given.stream()
                        .filter(value -> value.isTextual() && !values.contains(value.asText()))
                        .forEach(value -> problems.add(object.id() + ": " + field.getKey() + " is " + value));
            }
        }
        node.forEach(child -> check(object, child, problems));
    }
}
