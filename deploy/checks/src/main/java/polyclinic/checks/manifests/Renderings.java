package polyclinic.checks.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polyclinic.checks.tools.Checkout;
import polyclinic.checks.tools.ToolRun;
import polyclinic.checks.tools.Tools;

/** What {@code deploy/kubernetes} gives, each part rendered once in a run of the tests. */
public final class Renderings {
    private static final Path KUBERNETES = Checkout.path("deploy/kubernetes");
    private static final String NAMESPACE = "polyclinic";
    private static final String LARGEST_OVERLAY = "clinic";
    private static final Map<Path, List<Manifest>> RENDERED = new ConcurrentHashMap<>();

    private Renderings() {}

    /** The overlays by name: what a clinic applies. */
    public static Map<String, List<Manifest>> overlays() {
        return rendered(
                names("overlays"), name -> KUBERNETES.resolve("overlays").resolve(name));
    }

    /** Each component that no overlay takes, as an addition to the overlay that takes most of them. */
    public static Map<String, List<Manifest>> furtherComponents() {
        String taken = names("overlays").stream()
                .map(name -> Checkout.text(
                        KUBERNETES.resolve("overlays").resolve(name).resolve("kustomization.yaml")))
                .collect(Collectors.joining());
        List<String> others = names("components").stream()
                .filter(name -> !Pattern.compile("- ../../components/" + name + "$", Pattern.MULTILINE)
                        .matcher(taken)
                        .find())
                .toList();
        Map<String, List<Manifest>> rendered = rendered(others, Renderings::addition);
        rendered.replaceAll(
                (name, objects) -> objects.stream().map(Renderings::inNamespace).toList());
        return rendered;
    }

    /** An overlay gives its objects their namespace, which an addition to it comes too late for. */
    private static Manifest inNamespace(Manifest object) {
        if (!object.namespace().isEmpty() || object.is("Namespace")) return object;
        return object.changed(json -> {
            ((ObjectNode) json.path("metadata")).put("namespace", NAMESPACE);
            return json;
        });
    }

    /** Each object that is rendered somewhere, once. */
    public static List<Manifest> distinctObjects() {
        return all().values().stream().flatMap(List::stream).distinct().toList();
    }

    /** Everything that is rendered, under {@code overlays/NAME} and {@code components/NAME}. */
    public static Map<String, List<Manifest>> all() {
        Map<String, List<Manifest>> all = new TreeMap<>();
        overlays().forEach((name, objects) -> all.put("overlays/" + name, objects));
        furtherComponents().forEach((name, objects) -> all.put("components/" + name, objects));
        return all;
    }

    /** What a folder with a kustomization renders. */
    public static List<Manifest> of(Path folder) {
        return RENDERED.computeIfAbsent(folder, path -> {
            ToolRun run = Tools.run("kubectl", "kustomize", path.toString());
            if (!run.succeeded()) throw new AssertionError("kubectl kustomize " + path + ": " + run.err());
            return Manifest.all(run.out());
        });
    }

    private static Map<String, List<Manifest>> rendered(List<String> names, FolderOf folder) {
        Map<String, List<Manifest>> all = new ConcurrentHashMap<>();
        names.parallelStream().forEach(name -> all.put(name, of(folder.named(name))));
        return new TreeMap<>(all);
    }

    /** A folder is written for it, below the module's own output. */
    private static Path addition(String component) {
        Path folder = Checkout.path("deploy/checks/target/components").resolve(component);
        Path overlay = folder.relativize(KUBERNETES.resolve("overlays").resolve(LARGEST_OVERLAY));
        Path own = folder.relativize(KUBERNETES.resolve("components").resolve(component));
        String text =
                "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [%s]\ncomponents: [%s]\n";
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("kustomization.yaml"), String.format(text, overlay, own));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private static List<String> names(String kind) {
        if (!Files.isDirectory(KUBERNETES.resolve(kind))) return List.of();
        try (Stream<Path> folders = Files.list(KUBERNETES.resolve(kind))) {
            return folders.filter(folder -> Files.exists(folder.resolve("kustomization.yaml")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface FolderOf {
        Path named(String name);
    }
}
