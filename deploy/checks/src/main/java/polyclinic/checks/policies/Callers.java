package polyclinic.checks.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.manifests.PodGroup;

/**
 * Who may call whom in an overlay. A call is allowed when a policy of the caller lets it out and one of the called lets it in; pods that no
 * policy selects may call, and be called by, everybody. Pods of other namespaces and addresses outside are named as the policies name them.
 */
final class Callers {
    private static final String ALL_PORTS = "all";

    private static final Pattern ADDRESS = Pattern.compile("https?://([a-z0-9.-]+):(\\d+)(?:/.*)?");

    private final List<Manifest> objects;
    private final List<Manifest> policies;
    private final List<PodGroup> groups;

    /** @param objects all of an overlay */
    Callers(List<Manifest> objects) {
        this.objects = objects;
        policies = objects.stream().filter(object -> object.is("NetworkPolicy")).toList();
        groups = PodGroup.of(objects);
    }

    /** Lines of a table: {@code | caller | called | ports |}, in their order. */
    List<String> table() {
        Set<String> lines = new TreeSet<>();
        for (PodGroup caller : groups)
            for (PodGroup called : groups) {
                Set<String> ports = new TreeSet<>(allowed(caller, called));
                if (!ports.isEmpty()) lines.add(line(caller.name(), called.name(), ports));
            }
        for (PodGroup group : groups) {
            rules(group, "Egress", "egress").forEach(rule -> outside(rule, "to")
                    .forEach(peer -> lines.add(line(group.name(), peer, ports(rule, group)))));
            rules(group, "Ingress", "ingress").forEach(rule -> outside(rule, "from")
                    .forEach(peer -> lines.add(line(peer, group.name(), ports(rule, group)))));
        }
        return List.copyOf(lines);
    }

    /** Addresses of services that pods are given and may not call; a Job that only migrates calls nobody. */
    List<String> unreachable() {
        List<String> unreachable = new ArrayList<>();
        for (Manifest object :
                objects.stream().filter(one -> one.is("Deployment")).toList())
            for (JsonNode container : object.containers())
                for (JsonNode variable : container.path("env")) {
                    Matcher address = ADDRESS.matcher(variable.path("value").asText());
                    if (address.matches() && !mayCall(object, address.group(1), address.group(2)))
                        unreachable.add(object.id() + " may not call " + address.group());
                }
        return unreachable;
    }

    /** A name that is no service here is an address outside. */
    private boolean mayCall(Manifest caller, String service, String port) {
        List<Manifest> services = objects.stream()
                .filter(object -> object.is("Service")
                        && object.name().equals(service)
                        && object.namespace().equals(caller.namespace()))
                .toList();
        if (services.isEmpty()) return service.contains(".");
        JsonNode selector = new ObjectMapper()
                .createObjectNode()
                .set("matchLabels", services.get(0).at("/spec/selector"));
        return groups.stream()
                .filter(own ->
                        own.name().equals(caller.name()) && own.namespace().equals(caller.namespace()))
                .anyMatch(own -> groups.stream()
                        .filter(called -> called.isSelectedBy(selector))
                        .anyMatch(called -> allowed(own, called).contains(port)));
    }

    private static String line(String caller, String called, Set<String> ports) {
        return "| " + caller + " | " + called + " | " + String.join(", ", ports) + " |";
    }

    private Set<String> allowed(PodGroup caller, PodGroup called) {
        Set<String> out = ports(caller, "Egress", "egress", "to", called, called);
        Set<String> in = ports(called, "Ingress", "ingress", "from", caller, called);
        if (out.contains(ALL_PORTS)) return in;
        if (in.contains(ALL_PORTS)) return out;
        Set<String> both = new TreeSet<>(out);
        both.retainAll(in);
        return both;
    }

    /** The ports at which policies of one side let the other side pass. */
    private Set<String> ports(PodGroup own, String type, String rules, String peers, PodGroup other, PodGroup called) {
        if (policies.stream().noneMatch(policy -> applies(policy, own, type))) return Set.of(ALL_PORTS);
        return rules(own, type, rules).stream()
                .filter(rule -> !rule.has(peers)
                        || Manifest.elements(rule.path(peers)).anyMatch(peer -> isMeant(peer, own, other)))
                .flatMap(rule -> ports(rule, called).stream())
                .collect(Collectors.toSet());
    }

    private List<JsonNode> rules(PodGroup group, String type, String name) {
        List<JsonNode> rules = new ArrayList<>();
        policies.stream().filter(policy -> applies(policy, group, type)).forEach(policy -> policy.at("/spec/" + name)
                .forEach(rules::add));
        return rules;
    }

    private static boolean applies(Manifest policy, PodGroup group, String type) {
        return policy.namespace().equals(group.namespace())
                && group.isSelectedBy(policy.at("/spec/podSelector"))
                && Manifest.elements(policy.at("/spec/policyTypes"))
                        .anyMatch(one -> one.asText().equals(type));
    }

    /** Namespaces are known by their names alone; an address is never one of the cluster's pods. */
    private static boolean isMeant(JsonNode peer, PodGroup own, PodGroup other) {
        if (peer.has("ipBlock")) return false;
        JsonNode namespace = peer.at("/namespaceSelector/matchLabels/kubernetes.io~1metadata.name");
        String wanted = peer.has("namespaceSelector") ? namespace.asText() : own.namespace();
        return wanted.equals(other.namespace()) && other.isSelectedBy(peer.path("podSelector"));
    }

    /** A port's name counts at the pod that is called. */
    private static Set<String> ports(JsonNode rule, PodGroup called) {
        if (!rule.has("ports")) return Set.of(ALL_PORTS);
        return Manifest.elements(rule.path("ports"))
                .map(port -> {
                    String number = port.path("port").asText();
                    String resolved =
                            called.ports().containsKey(number) ? called.ports().get(number) + "" : number;
                    return port.path("protocol").asText("TCP").equals("TCP") ? resolved : resolved + "/UDP";
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a rule names that is none of the overlay's own pods. */
    private List<String> outside(JsonNode rule, String peers) {
        List<String> outside = new ArrayList<>();
        for (JsonNode peer : rule.path(peers)) {
            JsonNode namespace = peer.at("/namespaceSelector/matchLabels/kubernetes.io~1metadata.name");
            boolean ours = groups.stream().anyMatch(group -> group.namespace().equals(namespace.asText()));
            if (peer.has("ipBlock")) outside.add(address(peer.path("ipBlock")));
            else if (peer.has("namespaceSelector") && !ours)
                outside.add("namespace " + namespace.asText("*") + pods(peer));
        }
        return outside;
    }

    private static String address(JsonNode block) {
        String except =
                Manifest.elements(block.path("except")).map(JsonNode::asText).collect(Collectors.joining(", "));
        return block.path("cidr").asText() + (except.isEmpty() ? "" : " but " + except);
    }

    private static String pods(JsonNode peer) {
        String labels = peer.at("/podSelector/matchLabels").properties().stream()
                .map(label -> label.getValue().asText())
                .collect(Collectors.joining(" "));
        return labels.isEmpty() ? "" : ": " + labels;
    }
}
