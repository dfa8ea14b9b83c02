package polyclinic.local.command.kubernetes;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

/** {@code kube}: groups what concerns a cluster. */
@Command(
        name = "kube",
        header = "Run the suite in a Kubernetes cluster.",
        description =
                "Manifests, components and overlays are in deploy/kubernetes. kubectl does the work; it is never called"
                        + " for a cluster without its context.",
        commandListHeading = "%n@|bold Commands|@%n",
        footer = {
            "  ./polyclinic kube render clinic                 what an overlay consists of; needs no cluster",
            "  ./polyclinic kube up try --context my-cluster   operators, secrets, the suite",
            "  ./polyclinic kube secrets --out ~/clinic        random secrets and keys, for your secret store"
        })
public final class KubeCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    private KubeCommand() {}

    /** Adds it and its own commands. */
    public static void addTo(CommandLine root, Settings settings) {
        CommandLine kube = new CommandLine(new KubeCommand());
        root.addSubcommand(kube);
        kube.addSubcommand(new KubeUpCommand(settings))
                .addSubcommand(new KubeRenderCommand(settings))
                .addSubcommand(new KubeSecretsCommand(settings));
    }

    @Override
    public void run() {
        throw new UserError("kube takes a command: "
                + String.join(" ", spec.subcommands().keySet()) + "; ./polyclinic help kube shows how.");
    }
}
