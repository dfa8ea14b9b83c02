package polyclinic.local.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

class MavenModulesTest {
    private final MavenModules modules = MavenModules.of(Settings.of(Map.of()).root());

    @Test
    void a_module_is_found_by_its_folder_its_last_part_or_without_the_suffix() {
        assertThat(paths(modules.named("deploy/local/clients"))).containsExactly("deploy/local/clients");
        assertThat(paths(modules.named("clients"))).containsExactly("deploy/local/clients");
        assertThat(paths(modules.named("patient"))).containsExactly("patient-service");
        assertThat(paths(modules.named("gateway/"))).containsExactly("gateway");
    }

    @Test
    void a_folder_of_modules_means_all_of_them() {
        assertThat(paths(modules.named("commons"))).contains("commons/core", "commons/testing");
    }

    @Test
    void a_folder_that_is_a_module_itself_means_that_one() {
        assertThat(paths(modules.named("deploy/local/servers"))).containsExactly("deploy/local/servers");
    }

    @Test
    void a_name_of_several_modules_is_refused_with_their_folders() {
        assertThatThrownBy(() -> modules.named("mongo"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("deploy/local/servers/mongo")
                .hasMessageContaining("commons/mongo");
    }

    @Test
    void an_unknown_name_is_answered_with_the_closest_one_and_all() {
        assertThatThrownBy(() -> modules.named("gatewy"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Did you mean \"gateway\"?")
                .hasMessageContaining("notes-service");
    }

    @Test
    void every_short_name_means_its_module_alone() {
        assertThat(modules.all()).allSatisfy(module -> assertThat(modules.named(modules.shortName(module)))
                .containsExactly(module));
    }

    @Test
    void a_module_that_uses_another_in_its_tests_depends_on_it() {
        assertThat(paths(modules.withDependents(modules.named("deploy/local/servers"))))
                .contains("deploy/local/launcher", "commons/testing", "patient-service", "gateway")
                .doesNotContain("commons/core");
    }

    @Test
    void a_module_that_only_tests_use_makes_no_program_stale() {
        assertThat(paths(modules.withDependencies(modules.named("patient"))))
                .contains("patient-service", "commons/core", "commons/postgres")
                .doesNotContain("commons/testing", "deploy/local/servers");
    }

    @Test
    void tests_of_the_packaged_program_are_known() {
        assertThat(modules.named("images")).allMatch(MavenModule::hasIntegrationTests);
        assertThat(modules.named("patient")).noneMatch(MavenModule::hasIntegrationTests);
    }

    private static List<String> paths(Collection<MavenModule> modules) {
        return modules.stream().map(MavenModule::path).toList();
    }
}
