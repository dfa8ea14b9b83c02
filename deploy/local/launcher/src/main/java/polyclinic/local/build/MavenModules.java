package polyclinic.local.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import polyclinic.local.terminal.SimilarNames;
import polyclinic.local.terminal.UserError;

/** The modules of the checkout and which of them uses which, read from the poms. */
public final class MavenModules {
    private static final String GROUP = "polyclinic";
    private static final String INTEGRATION_TEST_PLUGIN = "maven-failsafe-plugin";

    private final List<MavenModule> all;

    MavenModules(List<MavenModule> all) {
        this.all = List.copyOf(all);
    }

    public static MavenModules of(Path root) {
        return new MavenModules(texts(document(root.resolve("pom.xml")), "module").stream()
                .map(path -> module(root, path))
                .toList());
    }

    public List<MavenModule> all() {
        return all;
    }

    /**
     * Returns the modules that a name means: a folder ("deploy/local/clients"), its last part ("clients"), a service without its suffix
     * ("patient"), or a folder of several modules ("commons").
     */
    public List<MavenModule> named(String name) {
        String wanted = name.replaceAll("/+$", "");
        List<MavenModule> exact =
                all.stream().filter(module -> module.path().equals(wanted)).toList();
        if (!exact.isEmpty()) {
            return exact;
        }
        List<MavenModule> found = all.stream()
                .filter(module ->
                        Set.of(wanted, wanted + "-service").contains(module.name()) || isWithin(wanted, module.path()))
                .toList();
        if (found.isEmpty()) {
            List<String> names = all.stream().map(this::shortName).toList();
            throw new UserError("There is no module \"" + name + "\"." + SimilarNames.hint(name, names) + " Modules: "
                    + String.join(" ", names));
        }
        if (found.size() > 1 && !found.stream().allMatch(module -> isWithin(wanted, module.path()))) {
            throw new UserError("\"" + name + "\" means several modules; name one of: "
                    + found.stream().map(MavenModule::path).collect(Collectors.joining(" ")));
        }
        return found;
    }

    /** Returns the given modules and all that use them, directly or indirectly, also only in their tests. */
    public Set<MavenModule> withDependents(Collection<MavenModule> modules) {
        return closure(modules, (used, module) -> module.uses(used) || module.usesInTests(used));
    }

    /** Returns the given modules and all that they use, directly or indirectly; what only their tests use is left out. */
    Set<MavenModule> withDependencies(Collection<MavenModule> modules) {
        return closure(modules, MavenModule::uses);
    }

    private Set<MavenModule> closure(Collection<MavenModule> modules, BiPredicate<MavenModule, MavenModule> leadsTo) {
        Set<MavenModule> reached = new LinkedHashSet<>(modules);
        Deque<MavenModule> open = new ArrayDeque<>(modules);
        while (!open.isEmpty()) {
            MavenModule from = open.remove();
            all.stream().filter(to -> leadsTo.test(from, to) && reached.add(to)).forEach(open::add);
        }
        return all.stream().filter(reached::contains).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the shortest name by which {@link #named} finds the module alone. */
    public String shortName(MavenModule module) {
        boolean unique =
                all.stream().noneMatch(other -> other != module && other.name().equals(module.name()));
        return unique ? module.name() : module.path();
    }

    private static boolean isWithin(String folder, String path) {
        return path.startsWith(folder + "/");
    }

    private static MavenModule module(Path root, String path) {
        Element project = document(root.resolve(path).resolve("pom.xml"));
        Set<String> dependencies = new LinkedHashSet<>();
        Set<String> testDependencies = new LinkedHashSet<>();
        elements(project, "dependency")
                .filter(dependency -> texts(dependency, "groupId").contains(GROUP))
                .forEach(dependency -> (texts(dependency, "scope").contains("test") ? testDependencies : dependencies)
                        .addAll(texts(dependency, "artifactId").subList(0, 1)));
        boolean integrationTests = elements(project, "plugin")
                .anyMatch(plugin -> texts(plugin, "artifactId").contains(INTEGRATION_TEST_PLUGIN));
        return new MavenModule(path, ownArtifactId(project), dependencies, testDependencies, integrationTests);
    }

    private static String ownArtifactId(Element project) {
        return elements(project, "artifactId")
                .filter(element -> element.getParentNode() == project)
                .map(Node::getTextContent)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(Element parent, String name) {
        List<String> texts = new ArrayList<>();
        elements(parent, name)
                .forEach(element -> texts.add(element.getTextContent().trim()));
        return texts;
    }

    private static Stream<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
    }

    private static Element document(Path pom) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getDocumentElement();
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new UserError("cannot read " + pom + ": " + e.getMessage(), e);
        }
    }
}
