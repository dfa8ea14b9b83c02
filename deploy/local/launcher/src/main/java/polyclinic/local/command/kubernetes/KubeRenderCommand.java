package polyclinic.local.command.kubernetes;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import polyclinic.local.kubernetes.Kubectl;
import polyclinic.local.kubernetes.Overlay;
import polyclinic.local.settings.Settings;

/** {@code kube render OVERLAY}: prints all objects of an overlay. */
@Command(
        name = "render",
        header = "Print all objects of an overlay as YAML.",
        description = "Asks no cluster.",
        footer = "  ./polyclinic kube render clinic | less")
final class KubeRenderCommand implements Runnable {
    private final Settings settings;

    @Parameters(paramLabel = "OVERLAY", description = "try, clinic, own-stores, or a folder of yours.")
    private String overlay = "";

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    KubeRenderCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        spec.commandLine()
                .getOut()
                .print(Overlay.of(settings, Kubectl.of(settings), overlay).manifest());
        spec.commandLine().getOut().flush();
    }
}
