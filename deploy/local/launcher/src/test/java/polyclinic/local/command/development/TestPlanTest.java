package polyclinic.local.command.development;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.build.MavenModule;

class TestPlanTest {
    private static final MavenModule PATIENT = service("patient-service", false);
    private static final MavenModule ASSET = service("asset-service", true);
    private static final MavenModule CLIENTS =
            new MavenModule("deploy/local/clients", "polyclinic-clients", Set.of(), Set.of(), false);

    @TempDir
    Path root;

    @Test
    void everything_is_what_ci_runs_with_servers_for_all() {
        TestPlan plan = TestPlan.ofAll(List.of("-DskipITs"));

        assertThat(plan.arguments()).containsExactly("-B", "verify", "-Dpackaged", "-T2", "-DskipITs");
        assertThat(plan.sharesServers()).isTrue();
        assertThat(plan.serverSets()).isEqualTo(2);
    }

    @Test
    void the_user_may_say_how_many_modules_there_are_at_a_time() {
        assertThat(TestPlan.ofAll(List.of("-T1")).arguments()).containsExactly("-B", "verify", "-Dpackaged", "-T1");
    }

    @Test
    void there_are_servers_for_each_module_that_is_tested_at_a_time() {
        assertThat(TestPlan.of(List.of(ASSET, CLIENTS), root, List.of()).serverSets())
                .isEqualTo(1);
        assertThat(TestPlan.of(List.of(ASSET, PATIENT), root, List.of()).serverSets())
                .isEqualTo(2);
    }

    @Test
    void the_packaged_suite_is_started_by_its_own_tests_alone() {
        assertThat(TestPlan.ofAll(List.of()).startsSuite()).isTrue();
        assertThat(TestPlan.ofAll(List.of("-DskipITs")).startsSuite()).isFalse();
        assertThat(TestPlan.of(List.of(ASSET), root, List.of()).startsSuite()).isFalse();
    }

    @Test
    void a_choice_made_with_mavens_own_options_starts_no_servers() {
        assertThat(TestPlan.ofAll(List.of("-pl", "gateway")).sharesServers()).isFalse();
        assertThat(TestPlan.ofAll(List.of("-DskipTests")).sharesServers()).isFalse();
    }

    @Test
    void for_one_module_only_its_tests_run_and_its_dependencies_are_built() throws Exception {
        Path tests = Files.createDirectories(root.resolve("patient-service/src/test/java/polyclinic/patient"));
        Files.createFile(tests.resolve("RegistrationTest.java"));
        Files.createFile(tests.resolve("Fixtures.java"));

        TestPlan plan = TestPlan.of(List.of(PATIENT), root, List.of());

        assertThat(plan.arguments())
                .containsSequence("test", "-pl", "patient-service", "-am")
                .contains("-Dtest=polyclinic.patient.RegistrationTest");
        assertThat(plan.sharesServers()).isFalse();
    }

    @Test
    void tests_of_the_packaged_program_run_where_there_are_some() {
        TestPlan plan = TestPlan.of(List.of(PATIENT, ASSET), root, List.of());

        assertThat(plan.arguments())
                .containsSequence("verify", "-pl", "patient-service,asset-service", "-am")
                .contains("-Dpackaged", "-T2");
        assertThat(plan.sharesServers()).isTrue();
    }

    @Test
    void a_module_whose_packaged_program_is_tested_too_starts_its_servers_once() {
        assertThat(TestPlan.of(List.of(ASSET), root, List.of()).sharesServers()).isTrue();
        assertThat(TestPlan.of(List.of(PATIENT), root, List.of()).sharesServers())
                .isFalse();
    }

    @Test
    void servers_are_shared_only_by_modules_whose_tests_use_them() {
        assertThat(TestPlan.of(List.of(PATIENT, CLIENTS), root, List.of()).sharesServers())
                .isFalse();
    }

    @Test
    void tests_that_the_user_names_replace_all_others() {
        TestPlan plan = TestPlan.of(List.of(PATIENT), root, List.of("-Dtest=AllergyTest"));

        assertThat(plan.arguments())
                .filteredOn(argument -> argument.startsWith("-Dtest="))
                .containsExactly("-Dtest=AllergyTest");
    }

    private static MavenModule service(String name, boolean integrationTests) {
        return new MavenModule(name, name, Set.of(), Set.of("polyclinic-commons-testing"), integrationTests);
    }
}
