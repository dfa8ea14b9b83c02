package polyclinic.checks.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.manifests.Renderings;
import polyclinic.checks.tools.Checkout;

/** What stands around the manifests: operators for their objects, a page for each part. */
class PlatformTest {
    private static final Path KUBERNETES = Checkout.path("deploy/kubernetes");
    private static final Set<String> OF_EVERY_CLUSTER =
            Set.of("", "apps", "autoscaling", "batch", "policy", "networking.k8s.io");

    @Test
    void every_kind_of_object_has_its_operator_or_is_said_to_be_the_users_matter() {
        Set<String> groups = new TreeSet<>();
        Renderings.distinctObjects().stream().map(Manifest::group).forEach(groups::add);
        groups.removeAll(OF_EVERY_CLUSTER);

        assertThat(groups)
                .isSubsetOf(operators().stream().map(cells -> cells[0]).toList());
    }

    @Test
    void what_is_installed_for_a_group_is_there() {
        assertThat(operators().stream().map(cells -> cells[1]).filter(folder -> !folder.equals("-")))
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(
                                KUBERNETES.resolve("platform").resolve(folder).resolve("kustomization.yaml"))
                        .exists());
    }

    @Test
    void every_release_of_an_operator_is_named_and_none_is_the_latest() {
        List<String> addresses = Checkout.files(KUBERNETES.resolve("platform")).stream()
                .filter(file -> file.endsWith("kustomization.yaml"))
                .flatMap(file -> Checkout.text(file).lines())
                .filter(line -> line.contains("https://"))
                .toList();

        assertThat(addresses).hasSizeGreaterThan(4).allSatisfy(address -> assertThat(address)
                .matches(".*\\d+\\.\\d+\\.\\d+.*")
                .doesNotContain("latest", "/main/", "/master/"));
    }

    @Test
    void every_component_and_overlay_says_what_it_is_and_needs() {
        for (String kind : List.of("components", "overlays")) {
            assertThat(folders(KUBERNETES.resolve(kind))).isNotEmpty().allSatisfy(folder -> assertThat(
                            folder.resolve("README.md"))
                    .content()
                    .startsWith("# " + folder.getFileName() + "\n")
                    .hasSizeBetween(100, 3000));
        }
        assertThat(folders(KUBERNETES.resolve("components")))
                .allSatisfy(folder ->
                        assertThat(folder.resolve("README.md")).content().contains("Needs:"));
    }

    /** Selectors never change, so nothing that may change is in one. */
    @Test
    void what_selects_pods_is_their_name_alone() {
        for (Manifest object : Renderings.distinctObjects()) {
            if (object.is("Deployment") || object.is("StatefulSet")) {
                assertThat(object.texts("/spec/selector/matchLabels"))
                        .as(object.id())
                        .containsOnlyKeys("app.kubernetes.io/name");
            }
        }
    }

    private static List<String[]> operators() {
        return Stream.of(Checkout.text(KUBERNETES.resolve("platform/operators.csv"))
                        .split("\n"))
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .skip(1)
                .map(line -> line.split(","))
                .toList();
    }

    private static List<Path> folders(Path folder) {
        return Checkout.files(folder).stream()
                .filter(file -> file.endsWith("kustomization.yaml"))
                .map(file -> Objects.requireNonNull(file.getParent()))
                .filter(found -> folder.equals(found.getParent()))
                .toList();
    }
}
