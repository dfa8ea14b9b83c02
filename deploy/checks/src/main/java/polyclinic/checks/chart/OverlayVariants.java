package polyclinic.checks.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.tools.Checkout;
import polyclinic.checks.tools.ToolRun;
import polyclinic.checks.tools.Tools;

/** An overlay, and the same overlay with other components. */
final class OverlayVariants {
    private static final Pattern COMPONENT = Pattern.compile("(?m)^  - \\.\\./\\.\\./components/([\\w-]+)\n");
    /** It copies what the others made of the Deployments, so it is the last. */
    private static final String LAST = "migrations";

    private static final Map<Path, Map<String, String>> RENDERED = new ConcurrentHashMap<>();

    private final String name;
    private final Path folder;

    OverlayVariants(String name) {
        this.name = name;
        this.folder = Checkout.path("deploy/kubernetes/overlays").resolve(name);
    }

    Set<String> components() {
        return COMPONENT
                .matcher(Checkout.text(folder.resolve("kustomization.yaml")))
                .results()
                .map(component -> component.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What kustomize renders with some of the choices made the other way: the object's id → its YAML. */
    Map<String, String> render(Collection<Choice> otherWay) {
        Set<String> components = components();
        otherWay.forEach(choice -> {
            components.removeAll(choice.without());
            components.addAll(choice.with());
        });
        components.remove(LAST);
        List<String> ordered = new ArrayList<>(components);
        ordered.add(LAST);
        String variant = name + otherWay.stream().map(Choice::value).sorted().collect(Collectors.joining("-", "-", ""));
        return documents(copy(variant.replaceAll("[^\\w-]", "-"), ordered));
    }

    private static Map<String, String> documents(Path kustomization) {
        return RENDERED.computeIfAbsent(kustomization, OverlayVariants::render);
    }

    private static Map<String, String> render(Path kustomization) {
        ToolRun run = Tools.run("kubectl", "kustomize", kustomization.toString());
        if (!run.succeeded()) throw new AssertionError("kubectl kustomize " + kustomization + ": " + run.err());
        Map<String, String> documents = new LinkedHashMap<>();
        for (String document : run.out().split("(?m)^---\n")) {
            Manifest object = Manifest.all(document).get(0);
            documents.put(GeneratedName.strip(object.id() + " " + object.namespace()), document);
        }
        return documents;
    }

    /** The overlay's files, with other components, below the module's own output. */
    private Path copy(String variant, List<String> components) {
        Path target = Checkout.path("deploy/checks/target/chart").resolve(variant);
        String toKubernetes = target.relativize(Checkout.path("deploy/kubernetes")) + "/";
        try {
            Files.createDirectories(target);
            for (Path file : Checkout.files(folder)) {
                String text = Checkout.text(file);
                if (file.endsWith("kustomization.yaml")) text = withComponents(text, components);
                Files.writeString(target.resolve(folder.relativize(file)), text.replace("../../", toKubernetes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }

    private static String withComponents(String text, List<String> components) {
        List<MatchResult> lines = COMPONENT.matcher(text).results().toList();
        String list = components.stream()
                .map(component -> "  - ../../components/" + component + "\n")
                .collect(Collectors.joining());
        return text.substring(0, lines.get(0).start())
                + list
                + text.substring(lines.get(lines.size() - 1).end());
    }
}
