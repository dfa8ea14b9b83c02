package polyclinic.checks.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The chart's templates: for each kind of object a file, with all objects of all overlays, each in its conditions. */
final class ChartTemplates {
    /** The chart's profiles are the overlays. */
    static final List<String> PROFILES = List.of("clinic", "own-stores", "try");

    private static final String HEADER = "{{- /* Made of deploy/kubernetes by ChartTest; not to be edited. */ -}}\n";
    /** Helm makes the namespace of a release itself. */
    private static final String OWN_NAMESPACE = "v1 Namespace polyclinic ";

    private ChartTemplates() {}

    /** File name → text. */
    static Map<String, String> all() {
        Map<String, Map<String, String>> byProfile = new LinkedHashMap<>();
        PROFILES.parallelStream()
                .map(profile -> Map.entry(profile, objects(profile)))
                .toList()
                .forEach(objects -> byProfile.put(objects.getKey(), objects.getValue()));
        Set<String> ids = new TreeSet<>();
        byProfile.values().forEach(objects -> ids.addAll(objects.keySet()));
        Map<String, String> files = new TreeMap<>();
        for (String id : ids) {
            String kind = id.split(" ")[1].toLowerCase(Locale.ROOT);
            files.merge(
                    "templates/" + kind + ".yaml",
                    HEADER + document(id, byProfile),
                    (first, next) -> first + next.substring(HEADER.length()));
        }
        return files;
    }

    /** The object's template in each profile that has it; profiles with the same one share it. */
    private static String document(String id, Map<String, Map<String, String>> byProfile) {
        Map<String, Set<String>> profiles = new LinkedHashMap<>();
        byProfile.forEach((profile, objects) -> {
            String text = objects.get(id);
            if (text != null)
                profiles.computeIfAbsent(text, unknown -> new LinkedHashSet<>()).add(profile);
        });
        return profiles.entrySet().stream()
                .map(text -> text.getValue().size() == PROFILES.size()
                        ? text.getKey()
                        : ConditionalLines.block(condition(text.getValue()), text.getKey()))
                .collect(Collectors.joining());
    }

    private static String condition(Set<String> profiles) {
        return profiles.stream()
                .map(profile -> '"' + profile + '"')
                .collect(Collectors.joining(" ", "has .Values.profile (list ", ")"));
    }

    /** The object's id → its template in a profile, with the profile's choices as conditions. */
    private static Map<String, String> objects(String profile) {
        OverlayVariants overlay = new OverlayVariants(profile);
        List<Choice> choices = Choice.of(overlay.components());
        Map<String, String> all = overlay.render(List.of());
        Map<Choice, Map<String, String>> others = new LinkedHashMap<>();
        choices.forEach(choice -> others.put(choice, overlay.render(List.of(choice))));
        Map<String, String> objects = new TreeMap<>();
        all.forEach((id, yaml) -> objects.put(id, template(profile, id, yaml, others)));
        others.forEach((choice, other) -> other.forEach((id, yaml) -> {
            if (!all.containsKey(id))
                objects.put(
                        id,
                        ConditionalLines.block("not (" + choice.condition() + ")", "---\n" + text(profile, id, yaml)));
        }));
        objects.remove(OWN_NAMESPACE);
        return objects;
    }

    private static String template(String profile, String id, String yaml, Map<Choice, Map<String, String>> others) {
        List<String> needs = new ArrayList<>();
        Map<String, String> differing = new LinkedHashMap<>();
        others.forEach((choice, other) -> {
            String otherYaml = other.get(id);
            if (otherYaml == null) needs.add(choice.condition());
            else if (!GeneratedName.strip(otherYaml).equals(GeneratedName.strip(yaml)))
                differing.put(choice.condition(), text(profile, id, otherYaml));
        });
        String text = "---\n" + ConditionalLines.of(text(profile, id, yaml), differing);
        for (String need : needs) text = ConditionalLines.block(need, text);
        return text;
    }

    private static String text(String profile, String id, String yaml) {
        String text = ChartValues.template(profile, yaml);
        String[] words = id.split(" ");
        return switch (words[1]) {
            case "Deployment" -> withSum(withReplicas(text, words[2]));
            // A Job cannot be changed: each revision of the release has its own.
            case "Job" -> text.replaceFirst("(?m)^(  name: " + words[2] + ")$", "$1-{{ .Release.Revision }}");
            default -> text;
        };
    }

    /** Pods are replaced when the settings change. */
    private static String withSum(String text) {
        String sum =
                "        checksum/settings: '{{ include (print .Template.BasePath \"/configmap.yaml\") . | sha256sum }}'\n";
        String metadata = "\n  template:\n    metadata:\n";
        boolean annotated = text.contains(metadata + "      annotations:\n");
        return annotated
                ? text.replace(metadata + "      annotations:\n", metadata + "      annotations:\n" + sum)
                : text.replace(metadata, metadata + "      annotations:\n" + sum);
    }

    /** One Redis is enough, and two would be none. */
    private static String withReplicas(String text, String name) {
        if (name.equals("redis")) return text;
        return text.replaceFirst("(?m)^  replicas: \\d+$", "  replicas: {{ index .Values.replicas \"" + name + "\" }}");
    }
}
