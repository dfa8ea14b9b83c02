package polyclinic.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import polyclinic.commons.structure.SourceTree;
import polyclinic.local.settings.Settings;

/** No plugin of the build has the version that Maven would choose: the same sources are built by the same programs everywhere. */
class PluginVersionsTest {
    /** What Maven runs unasked. */
    private static final Set<String> DEFAULTS = Set.of(
            "maven-clean-plugin",
            "maven-resources-plugin",
            "maven-compiler-plugin",
            "maven-surefire-plugin",
            "maven-jar-plugin",
            "maven-install-plugin",
            "maven-deploy-plugin",
            "maven-site-plugin");

    private static final Path ROOT = Settings.of(Map.of()).root();

    @Test
    void every_plugin_has_a_version_of_its_own_or_of_the_parent() throws Exception {
        Set<String> pinned = new HashSet<>();
        Set<String> used = new TreeSet<>(DEFAULTS);
        for (Path pom : poms()) {
            NodeList plugins = parse(pom).getElementsByTagName("plugin");
            for (int i = 0; i < plugins.getLength(); i++) {
                Element plugin = (Element) plugins.item(i);
                String name = child(plugin, "artifactId");
                boolean here = !child(plugin, "version").isEmpty();
                if (here && pom.equals(ROOT.resolve("pom.xml"))) pinned.add(name);
                if (!here) used.add(name);
            }
        }

        assertThat(pinned).containsAll(used);
    }

    @Test
    void archives_have_a_time_that_the_sources_name() throws Exception {
        assertThat(parse(ROOT.resolve("pom.xml"))
                        .getElementsByTagName("project.build.outputTimestamp")
                        .getLength())
                .isEqualTo(1);
    }

    /** That of the top first. */
    private static List<Path> poms() {
        return SourceTree.ofRepository().files().stream()
                .map(file -> ROOT.resolve(file.path()))
                .filter(file -> file.endsWith("pom.xml"))
                .sorted(Comparator.comparingInt(Path::getNameCount))
                .toList();
    }

    private static Document parse(Path pom) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(pom.toFile());
    }

    private static String child(Element element, String name) {
        for (var node = element.getFirstChild(); node != null; node = node.getNextSibling())
            if (node.getNodeName().equals(name)) return node.getTextContent().strip();
        return "";
    }
}
