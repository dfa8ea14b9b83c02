package polyclinic.local.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

/**
 * Runs kubectl. What goes to a cluster names its context: without any, kubectl would ask localhost:8080, which is the gateway of
 * the local stack.
 */
public final class Kubectl {
    private final String program;
    private final @Nullable String context;

    private Kubectl(String program, @Nullable String context) {
        this.program = program;
        this.context = context;
    }

    /** Of the variable POLYCLINIC_KUBECTL, else of the PATH. */
    public static Kubectl of(Settings settings) {
        String own = settings.value("POLYCLINIC_KUBECTL");
        return new Kubectl(own == null ? "kubectl" : own, null);
    }

    /**
     * Returns one that talks to a cluster.
     *
     * @param name of the context; null for the current one of the user's configuration
     * @throws UserError when there is no such context
     */
    public Kubectl with(@Nullable String name) {
        if (name == null) {
            Answer current = ask(List.of("config", "current-context"), "");
            if (current.exit != 0 || current.text.isBlank()) {
                throw new UserError("kubectl knows no cluster: set KUBECONFIG to the file that names yours, or choose"
                        + " one of its contexts by --context.");
            }
            return new Kubectl(program, current.text.strip());
        }
        List<String> known = ask(List.of("config", "get-contexts", "-o", "name"), "")
                .text
                .lines()
                .toList();
        if (!known.contains(name)) {
            throw new UserError("kubectl knows no context \"" + name + "\". "
                    + (known.isEmpty() ? "Set KUBECONFIG." : "Contexts: " + String.join(" ", known)));
        }
        return new Kubectl(program, name);
    }

    /** The context that is talked to. */
    public String context() {
        return context == null ? "" : context;
    }

    /** Returns what a folder's kustomization gives; asks no cluster. */
    public String render(Path folder) {
        return succeeded(ask(List.of("kustomize", folder.toString()), ""), "render " + folder);
    }

    /** Runs it against the cluster and returns what it prints. */
    public String run(String... arguments) {
        return feed("", arguments);
    }

    /** As {@link #run}, with a text that it reads. */
    public String feed(String input, String... arguments) {
        return succeeded(ask(ofCluster(List.of(arguments)), input), String.join(" ", arguments));
    }

    private List<String> ofCluster(List<String> arguments) {
        if (context == null) {
            throw new IllegalStateException("no context");
        }
        List<String> all = new ArrayList<>(List.of("--context", context));
        all.addAll(arguments);
        return all;
    }

    private static String succeeded(Answer answer, String what) {
        if (answer.exit != 0) {
            List<String> lines = answer.errors.lines().toList();
            throw new UserError("kubectl cannot " + what + ": "
                    + (lines.isEmpty() ? "exit code " + answer.exit : lines.get(lines.size() - 1)));
        }
        return answer.text;
    }

    private record Answer(int exit, String text, String errors) {}

    private Answer ask(List<String> arguments, String input) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        Path errors = null;
        try {
            errors = Files.createTempFile("kubectl", ".txt");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            // By a thread of its own: it may print before it has read all.
            Thread writer = new Thread(() -> write(process, input), "input of kubectl");
            writer.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            writer.join();
            return new Answer(exit, text, Files.readString(errors));
        } catch (IOException e) {
            throw new UserError(
                    "cannot run " + program
                            + ": install kubectl 1.30 or newer (deploy/checks/tools.sh kubectl fetches one)"
                            + " or set POLYCLINIC_KUBECTL to its path.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", e);
        } finally {
            delete(errors);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is in the folder of temporary files, which the system empties.
        }
    }

    private static void write(Process process, String input) {
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it had read everything; its exit code and its words say why.
        }
    }
}
