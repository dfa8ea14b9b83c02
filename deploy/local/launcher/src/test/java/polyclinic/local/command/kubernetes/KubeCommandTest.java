package polyclinic.local.command.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

/** With a kubectl that writes down what it is asked. */
class KubeCommandTest {
    private static final String OVERLAY = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: gateway
              namespace: polyclinic
            ---
            apiVersion: kafka.strimzi.io/v1
            kind: Kafka
            metadata:
              name: kafka
              namespace: polyclinic
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path kubectl = Path.of("");

    @BeforeEach
    void aKubectlThatKnowsOneCluster() throws IOException {
        kubectl = folder.resolve("kubectl");
        Files.writeString(folder.resolve("overlay.yaml"), OVERLAY);
        Files.writeString(folder.resolve("context"), "ward\n");
        Files.writeString(folder.resolve("groups"), "kafka.strimzi.io\n");
        Files.writeString(kubectl, """
                #!/bin/sh
                cd "$(dirname "$0")"
                echo "$*" >> calls
                case "$*" in
                kustomize*) cat overlay.yaml ;;
                "config current-context") cat context 2>/dev/null || { echo "error: current-context is not set" >&2; exit 1; } ;;
                "config get-contexts -o name") cat context 2>/dev/null ;;
                *api-resources*) for group in $(cat groups); do case "$*" in *"$group"*) echo things ;; esac; done ;;
                *"get secrets"*) echo secret/redis ;;
                *"apply"*"-f -") cat >> applied ;;
                esac
                """);
        Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void rendering_asks_no_cluster() {
        int code = run("render", "try");

        assertThat(code).as(err.toString()).isZero();
        assertThat(out).hasToString(OVERLAY);
        assertThat(calls()).singleElement().asString().startsWith("kustomize").endsWith("overlays/try");
    }

    @Test
    void without_a_cluster_nothing_is_asked_of_the_one_that_kubectl_would_guess() throws IOException {
        Files.delete(folder.resolve("context"));

        int code = run("up", "try");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .contains("knows no cluster")
                .contains("KUBECONFIG")
                .contains("--context");
        assertThat(calls()).allMatch(call -> call.startsWith("kustomize") || call.startsWith("config"));
    }

    @Test
    void a_context_that_there_is_not_is_refused_with_those_that_there_are() {
        int code = run("up", "try", "--context", "wadr");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("\"wadr\"").contains("ward");
    }

    @Test
    void every_call_for_a_cluster_names_its_context() {
        int code = run("up", "try");

        assertThat(code).as(err.toString()).isZero();
        assertThat(calls().stream().filter(call -> !call.startsWith("kustomize") && !call.startsWith("config")))
                .isNotEmpty()
                .allMatch(call -> call.startsWith("--context ward "));
    }

    @Test
    void operators_come_before_secrets_and_these_before_the_overlay() throws IOException {
        Files.writeString(folder.resolve("groups"), "");

        int code = run("up", "try");

        assertThat(code).as(err.toString()).isZero();
        assertThat(calls().stream()
                        .map(call -> call.replace("--context ward ", ""))
                        .filter(call ->
                                call.startsWith("apply") || call.startsWith("rollout") || call.startsWith("delete"))
                        .map(call -> call.replaceAll("/\\S*/platform/", "")))
                .containsSubsequence(
                        "apply --server-side -k namespace",
                        "apply --server-side -k strimzi",
                        "rollout status deployment/strimzi-cluster-operator -n polyclinic --timeout=5m",
                        "apply --server-side -f -",
                        "delete job -n polyclinic -l app.kubernetes.io/part-of=polyclinic,app.kubernetes.io/component in"
                                + " (migration,realm) --ignore-not-found",
                        "apply --server-side --field-manager=polyclinic -f -",
                        "rollout status deployment/gateway -n polyclinic --timeout=20m");
        String applied = Files.readString(folder.resolve("applied"));
        assertThat(applied).contains("\"forwarded\"", "kind: Kafka");
        assertThat(applied).as("is in the cluster already").doesNotContain("\"name\" : \"redis\"");
    }

    @Test
    void an_operator_that_is_there_is_left_alone() {
        run("up", "try");

        assertThat(calls()).noneMatch(call -> call.contains("platform/strimzi"));
    }

    @Test
    void an_operator_that_the_user_has_to_choose_is_named_before_anything_is_changed() throws IOException {
        Files.writeString(
                folder.resolve("overlay.yaml"), OVERLAY + "---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\n");

        int code = run("up", "clinic");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("keda.sh").contains("platform/README.md");
        assertThat(calls()).noneMatch(call -> call.contains("apply"));
    }

    @Test
    void an_overlay_with_a_secret_store_of_its_own_gets_no_secrets() throws IOException {
        Files.writeString(
                folder.resolve("overlay.yaml"),
                OVERLAY + "---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: redis\n");
        Files.writeString(folder.resolve("groups"), "kafka.strimzi.io\nexternal-secrets.io\n");

        int code = run("up", "clinic");

        assertThat(code).as(err.toString()).isZero();
        assertThat(calls()).noneMatch(call -> call.contains("get secrets"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "render"})
    void an_overlay_that_there_is_not_is_answered_with_those_that_there_are(String command) {
        int code = run(command, "clinc");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("Did you mean \"clinic\"?").contains("try", "own-stores");
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "render"})
    void a_missing_overlay_is_named(String command) {
        int code = run(command);

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("OVERLAY");
    }

    @Test
    void secrets_are_the_same_at_each_call_and_for_their_owner_only() throws IOException {
        int code = run("secrets");
        String first = out.toString();
        out.getBuffer().setLength(0);
        run("secrets");

        assertThat(code).as(err.toString()).isZero();
        assertThat(out).hasToString(first);
        assertThat(first).contains("\"kind\" : \"List\"", "keys-prescription-service", "kubernetes.io/basic-auth");
        Path kept = folder.resolve("home/kubernetes/polyclinic");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        kept.resolve("keys/prescription-service/prescription-signing.p12"))))
                .isEqualTo("rw-------");
    }

    @Test
    void secrets_of_another_namespace_are_others() {
        run("secrets");
        String first = out.toString();
        out.getBuffer().setLength(0);

        run("secrets", "--namespace", "ward");

        assertThat(out.toString()).isNotEqualTo(first).contains("\"namespace\" : \"ward\"");
    }

    @Test
    void secrets_go_to_a_folder_as_files_that_only_their_owner_may_read() throws IOException {
        Path target = folder.resolve("out");

        int code = run("secrets", "--out", target.toString());

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString()).contains("Secrets are in").doesNotContain("password");
        try (Stream<Path> files = Files.walk(target)) {
            assertThat(files.filter(Files::isRegularFile))
                    .contains(target.resolve("redis/password"), target.resolve("keys-audit-service/audit-signing.key"))
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void secrets_are_not_written_into_the_checkout() {
        Path inside = settings().root().resolve("deploy/kubernetes/secrets");

        int code = run("secrets", "--out", inside.toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("outside of the checkout");
        assertThat(inside).doesNotExist();
    }

    @Test
    void a_namespace_that_no_cluster_would_take_is_refused() {
        int code = run("secrets", "--namespace", "../x");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("no name of a namespace");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_kubectl_that_is_missing_is_answered_with_where_to_get_one() throws IOException {
        Files.delete(kubectl);

        int code = run("render", "try");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("tools.sh kubectl").contains("POLYCLINIC_KUBECTL");
    }

    private List<String> calls() {
        try {
            return Files.readAllLines(folder.resolve("calls"));
        } catch (IOException none) {
            return List.of();
        }
    }

    private Settings settings() {
        return Settings.of(
                Map.of("POLYCLINIC_HOME", folder.resolve("home").toString(), "POLYCLINIC_KUBECTL", kubectl.toString()));
    }

    private int run(String... arguments) {
        String[] all = Stream.concat(Stream.of("kube"), Stream.of(arguments)).toArray(String[]::new);
        CommandLine root = new CommandLine(CommandLine.Model.CommandSpec.create());
        KubeCommand.addTo(root, settings());
        return root.setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((error, command, result) -> {
                    if (!(error instanceof UserError)) throw error;
                    command.getErr().println(error.getMessage());
                    return 1;
                })
                .setParameterExceptionHandler((error, given) -> {
                    error.getCommandLine().getErr().println(error.getMessage());
                    return 1;
                })
                .execute(all);
    }
}
