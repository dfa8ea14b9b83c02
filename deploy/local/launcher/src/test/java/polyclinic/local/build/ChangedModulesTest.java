package polyclinic.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangedModulesTest {
    private static final MavenModule KAFKA = module("deploy/local/servers/kafka", "server-kafka", Set.of());
    private static final MavenModule SERVERS = module("deploy/local/servers", "servers", Set.of("server-kafka"));
    private static final MavenModule CORE = module("commons/core", "core", Set.of());
    private static final MavenModule PATIENT = module("patient-service", "patient-service", Set.of("core"));
    private static final MavenModule CLIENTS = module("deploy/local/clients", "clients", Set.of());
    private static final MavenModule SYSTEM_TESTS = module("deploy/system-tests", "system-tests", Set.of("clients"));
    private static final List<MavenModule> ALL = List.of(KAFKA, SERVERS, CORE, PATIENT, CLIENTS, SYSTEM_TESTS);

    private final ChangedModules changed = new ChangedModules(new MavenModules(ALL));

    @Test
    void a_file_affects_its_module() {
        assertThat(changed.affectedBy(List.of("patient-service/src/main/java/Patient.java")))
                .containsExactly(PATIENT);
    }

    @Test
    void a_module_affects_those_that_use_it() {
        assertThat(changed.affectedBy(List.of("deploy/local/clients/pom.xml"))).containsExactly(CLIENTS, SYSTEM_TESTS);
    }

    @Test
    void a_file_belongs_to_the_innermost_module() {
        assertThat(changed.affectedBy(List.of("deploy/local/servers/kafka/pom.xml")))
                .containsExactly(KAFKA, SERVERS);
        assertThat(changed.affectedBy(List.of("deploy/local/servers/pom.xml"))).containsExactly(SERVERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                ".mvn/jvm.config",
                "commons/core/src/main/java/Page.java",
                "contracts/roles.csv",
                "deploy/keycloak/realm.json"
            })
    void files_that_every_module_depends_on_affect_all(String file) {
        assertThat(changed.affectedBy(List.of(file))).containsExactlyElementsOf(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/adr/0003-outbox.md", "deploy/local/README.md", "LICENSE", ".gitignore"})
    void documentation_affects_nothing(String file) {
        assertThat(changed.affectedBy(List.of(file))).isEmpty();
    }

    @Test
    void no_changes_affect_nothing() {
        assertThat(changed.affectedBy(List.of())).isEmpty();
    }

    private static MavenModule module(String path, String artifact, Set<String> dependencies) {
        return new MavenModule(path, artifact, dependencies, Set.of(), false);
    }
}
