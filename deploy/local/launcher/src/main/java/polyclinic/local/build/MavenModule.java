package polyclinic.local.build;

import java.nio.file.Path;
import java.util.Set;

/**
 * One module of the checkout, as its pom describes it.
 *
 * @param path its folder within the checkout, with slashes
 * @param artifactId its name among the dependencies
 * @param dependencies the artifact ids of the modules that it uses itself
 * @param testDependencies those that only its tests use
 * @param hasIntegrationTests whether its tests of the packaged program run in the phase `verify`
 */
public record MavenModule(
        String path,
        String artifactId,
        Set<String> dependencies,
        Set<String> testDependencies,
        boolean hasIntegrationTests) {
    /** Returns the name of its folder, such as "patient-service" or "launcher". */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    boolean uses(MavenModule other) {
        return dependencies.contains(other.artifactId());
    }

    boolean usesInTests(MavenModule other) {
        return testDependencies.contains(other.artifactId());
    }

    Path folder(Path root) {
        return root.resolve(path);
    }
}
