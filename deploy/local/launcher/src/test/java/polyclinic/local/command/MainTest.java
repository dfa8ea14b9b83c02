package polyclinic.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import polyclinic.local.settings.Settings;

class MainTest {
    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_explains_its_use(String command) {
        int code = run("help", command);

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("Usage: ./polyclinic " + command)
                .contains("Options", "Exit codes", "Examples");
        assertThat(out.toString().lines().findFirst().orElseThrow()).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_option_help_prints_the_same_as_the_command_help(String command) {
        run("help", command);
        String expected = out.toString();
        out.getBuffer().setLength(0);

        int code = run(command, "--help");

        assertThat(code).isZero();
        assertThat(out).hasToString(expected);
    }

    @Test
    void new_keys_are_made_once_for_every_service_that_signs() {
        Path folder = home.resolve("keys-of-a-clinic");

        int made = run("keys", "new", folder.toString());
        int again = run("keys", "new", folder.toString());

        assertThat(made).isZero();
        for (String service : List.of("patient", "appointment", "prescription", "billing", "notes", "asset", "audit")) {
            assertThat(folder.resolve("keys/" + service + "-service/audit-entries.key"))
                    .isNotEmptyFile();
            assertThat(folder.resolve("producers")).isDirectoryContaining("glob:**" + service + "-service-*.pub");
        }
        assertThat(folder.resolve("keys/audit-service/audit-signing.key")).isNotEmptyFile();
        assertThat(folder.resolve("keys/prescription-service/prescription-signing.p12"))
                .isNotEmptyFile();
        assertThat(folder.resolve("keys/billing-service/billing-signing.p12")).isNotEmptyFile();
        assertThat(again).isEqualTo(1);
        assertThat(err.toString()).contains("already").hasLineCount(1);
    }

    @Test
    void every_command_is_listed_once() {
        List<String> listed =
                CommandGroups.GROUPS.values().stream().flatMap(List::stream).toList();

        assertThat(listed).containsExactlyInAnyOrderElementsOf(commands());
    }

    @Test
    void without_a_command_the_list_is_shown() {
        int code = run();

        assertThat(code).isZero();
        assertThat(out.toString()).contains("  up ", "  verify-audit ", "POLYCLINIC_HOME");
    }

    @ParameterizedTest
    @CsvSource({"stauts,status", "dwn,down", "pu,up", "verify,verify-audit", "restrat,restart", "Up,up"})
    void a_misspelt_command_is_answered_with_the_closest_one(String misspelt, String meant) {
        int code = run(misspelt);

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("polyclinic: There is no command \"" + misspelt + "\". Did you mean \"" + meant + "\"?");
    }

    @Test
    void a_command_like_no_other_is_answered_without_a_guess() {
        int code = run("xyzzy");

        assertThat(code).isEqualTo(1);
        assertThat(err).hasToString("polyclinic: There is no command \"xyzzy\". ./polyclinic help lists them.\n");
    }

    @Test
    void help_for_a_misspelt_command_is_answered_with_the_closest_one() {
        int code = run("help", "rset");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("Did you mean \"reset\"?");
    }

    @Test
    void a_misspelt_option_is_answered_with_the_closest_one() {
        int code = run("status", "--jsn");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("Did you mean \"--json\"?").contains("./polyclinic help status");
    }

    @ParameterizedTest
    @CsvSource({"logs,NAME", "kill,NAME", "restart,NAME", "token,USER", "dev,SERVICE", "replay,FILE", "completion,SHELL"
    })
    void a_missing_argument_is_named(String command, String missing) {
        int code = run(command);

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).startsWith("polyclinic: " + missing + " is missing");
    }

    @Test
    void an_unknown_component_is_answered_with_the_closest_one_and_all() {
        int code = run("kill", "patint");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("Did you mean \"patient-service\"?").contains("keycloak");
    }

    @Test
    void a_stack_that_does_not_run_is_answered_with_how_to_start_it() {
        int code = run("kill", "postgres");

        assertThat(code).isEqualTo(1);
        assertThat(err).hasToString("polyclinic: The stack is not running; ./polyclinic up starts it.\n");
    }

    @Test
    void without_a_prometheus_observe_says_how_to_get_one() {
        int code = run("observe");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("polyclinic: There is no Prometheus on this machine")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", ""})
    void the_exit_code_of_status_without_a_running_stack_is_three(String option) {
        int code = option.isEmpty() ? run("status") : run("status", option);

        assertThat(code).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bench", "verify-audit", "demo"})
    void options_of_the_clients_are_passed_on_to_them(String command) {
        CommandLine.ParseResult result = commandLine().parseArgs(command, "--no-such-option", "7");

        assertThat(result.subcommand().unmatched()).containsExactly("--no-such-option", "7");
    }

    @ParameterizedTest
    @CsvSource({"up", "render", "secrets"})
    void every_command_of_a_group_explains_its_use(String command) {
        int code = run("kube", command, "--help");

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("Usage: ./polyclinic kube " + command)
                .contains("Options", "Exit codes", "Examples");
    }

    @Test
    void a_missing_argument_of_a_group_s_command_is_named_with_the_help_to_ask_for() {
        int code = run("kube", "up");

        assertThat(code).isEqualTo(1);
        assertThat(err).hasToString("polyclinic: OVERLAY is missing; ./polyclinic kube up --help shows how.\n");
    }

    @Test
    void a_group_without_a_command_names_those_that_it_has() {
        int code = run("kube");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("up render secrets");
    }

    @Test
    void the_completion_offers_commands_options_and_names() {
        int code = run("completion", "bash");

        assertThat(code).isZero();
        assertThat(out.toString())
                .startsWith("#!")
                .contains("verify-audit", "--changed", "\"patient-service\"", "\"reception\"");
    }

    @Test
    void a_shell_without_completion_is_answered_with_the_supported_ones() {
        int code = run("completion", "fish");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("bash and zsh");
    }

    static Set<String> commands() {
        return Main.commandLine(Settings.of(Map.of())).getSubcommands().keySet();
    }

    private int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    private CommandLine commandLine() {
        Settings settings = Settings.of(Map.of("POLYCLINIC_HOME", home.toString()));
        return Main.commandLine(settings).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }
}
