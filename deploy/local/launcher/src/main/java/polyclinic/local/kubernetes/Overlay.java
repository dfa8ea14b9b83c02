package polyclinic.local.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.SimilarNames;
import polyclinic.local.terminal.UserError;

/**
 * A choice of components: one of {@code deploy/kubernetes/overlays}, or a folder of the user's own.
 *
 * @param manifest all objects, as YAML
 */
public record Overlay(String manifest) {
    private static final String FOLDER = "deploy/kubernetes/overlays";
    private static final Pattern GROUP = Pattern.compile("(?m)^apiVersion: ([a-z0-9.-]+)/v[a-z0-9]+$");
    private static final Pattern NAMESPACE = Pattern.compile("(?m)^ {2}namespace: (\\S+)$");

    /** Groups of the API that every cluster serves. */
    private static final Set<String> OWN_GROUPS = Set.of(
            "apps",
            "autoscaling",
            "batch",
            "policy",
            "networking.k8s.io",
            "rbac.authorization.k8s.io",
            "storage.k8s.io");

    /** Renders the one of that name, or of that folder. */
    public static Overlay of(Settings settings, Kubectl kubectl, String name) {
        return new Overlay(kubectl.render(folder(settings, name)));
    }

    private static Path folder(Settings settings, String name) {
        for (Path folder : List.of(
                settings.root().resolve(FOLDER).resolve(name), Path.of(name).toAbsolutePath())) {
            if (Files.exists(folder.resolve("kustomization.yaml"))) {
                return folder;
            }
        }
        List<String> names = names(settings);
        throw new UserError("There is no overlay \"" + name + "\"." + SimilarNames.hint(name, names) + " Overlays: "
                + String.join(" ", names) + ", or a folder of yours with a kustomization.yaml.");
    }

    /** Returns the names of those that the project brings. */
    static List<String> names(Settings settings) {
        try (Stream<Path> folders = Files.list(settings.root().resolve(FOLDER))) {
            return folders.map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserError("cannot read " + FOLDER + ": " + e.getMessage(), e);
        }
    }

    /** Returns the groups of objects that only operators understand. */
    Set<String> foreignGroups() {
        Set<String> groups = new TreeSet<>();
        for (Matcher found = GROUP.matcher(manifest); found.find(); ) {
            groups.add(found.group(1));
        }
        groups.removeAll(OWN_GROUPS);
        return groups;
    }

    /** Returns where the gateway runs. */
    public String namespace() {
        for (String object : manifest.split("(?m)^---$")) {
            if (object.contains("\nkind: Deployment\n") && object.contains("\n  name: gateway\n")) {
                Matcher found = NAMESPACE.matcher(object);
                if (found.find()) {
                    return found.group(1);
                }
            }
        }
        throw new UserError("The overlay has no Deployment gateway with a namespace.");
    }

    /** Returns whether it says itself where its Secrets come from. */
    public boolean bringsSecrets() {
        return manifest.contains("\nkind: ExternalSecret\n");
    }
}
