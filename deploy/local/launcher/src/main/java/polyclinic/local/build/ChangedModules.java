package polyclinic.local.build;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the modules that changed files can affect. */
public final class ChangedModules {
    /** Files outside of the modules that neither a build nor a test reads. */
    private static final Pattern DOCUMENTATION = Pattern.compile(
            "docs/.*|[^/]*\\.md|deploy/[^/]*/README\\.md|LICENSE|\\.gitignore|\\.editorconfig|\\.ci/.*");

    /** Files that every module is built with. */
    private static final Pattern SHARED = Pattern.compile("commons/.*");

    private final MavenModules modules;

    public ChangedModules(MavenModules modules) {
        this.modules = modules;
    }

    /**
     * Returns the modules with changed files and all that use them. A change in commons or outside of the modules, documentation excepted,
     * affects all: the root pom, contracts, the realm.
     */
    public Set<MavenModule> affectedBy(Collection<String> files) {
        Set<MavenModule> changed = new LinkedHashSet<>();
        for (String file : files) {
            Optional<MavenModule> owner = ownerOf(file);
            if (SHARED.matcher(file).matches()
                    || (owner.isEmpty() && !DOCUMENTATION.matcher(file).matches())) {
                return new LinkedHashSet<>(modules.all());
            }
            owner.ifPresent(changed::add);
        }
        return modules.withDependents(changed);
    }

    /** The innermost folder counts: deploy/local/servers/kafka lies in deploy/local/servers. */
    private Optional<MavenModule> ownerOf(String file) {
        List<MavenModule> owners = modules.all().stream()
                .filter(module -> file.startsWith(module.path() + "/"))
                .toList();
        return owners.stream()
                .max(Comparator.comparingInt(module -> module.path().length()));
    }
}
