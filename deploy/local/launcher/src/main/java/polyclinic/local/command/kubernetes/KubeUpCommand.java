package polyclinic.local.command.kubernetes;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.local.kubernetes.ClusterSecret;
import polyclinic.local.kubernetes.Kubectl;
import polyclinic.local.kubernetes.Overlay;
import polyclinic.local.kubernetes.Platform;
import polyclinic.local.kubernetes.SecretManifest;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.Stack;
import polyclinic.local.terminal.Terminal;

/**
 * {@code kube up OVERLAY}: the operators that it needs, a wait, its Secrets where it brings none, and the overlay. Can be run again, also
 * for an upgrade: Jobs of the release before are deleted first, since a Job's pods never change.
 */
@Command(
        name = "up",
        header = "Install an overlay in a cluster, with the operators that it needs.",
        description = {
            "Operators that the cluster has are left alone. The overlay's Secrets are made by kube secrets unless it takes them"
                    + " from a secret store. Run it again for an upgrade."
        },
        footer = {
            "  ./polyclinic kube up try                        in the current context of your kubectl",
            "  ./polyclinic kube up clinic --context clinic",
            "  ./polyclinic kube up ~/our-clinic --no-wait"
        })
final class KubeUpCommand implements Runnable {
    private static final String ROLLOUT_TIMEOUT = "--timeout=20m";

    private final Settings settings;

    @Parameters(paramLabel = "OVERLAY", description = "try, clinic, own-stores, or a folder of yours.")
    private String overlay = "";

    @Option(names = "--context", paramLabel = "NAME", description = "A context of your kubectl (the current one).")
    private @Nullable String context;

    @Option(names = "--no-wait", description = "Do not wait until all services are ready.")
    private boolean noWait;

    KubeUpCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        Kubectl kubectl = Kubectl.of(settings);
        Overlay chosen = Overlay.of(settings, kubectl, overlay);
        String namespace = chosen.namespace();
        Kubectl cluster = kubectl.with(context);
        Terminal.say(overlay + " in the namespace " + namespace + " of " + cluster.context() + ":");
        new Platform(settings, cluster).provide(chosen);
        if (!chosen.bringsSecrets()) {
            provideSecrets(cluster, namespace);
        }
        cluster.run(
                "delete",
                "job",
                "-n",
                namespace,
                "-l",
                "app.kubernetes.io/part-of=polyclinic,app.kubernetes.io/component in (migration,realm)",
                "--ignore-not-found");
        cluster.feed(chosen.manifest(), "apply", "--server-side", "--field-manager=polyclinic", "-f", "-");
        Terminal.step("objects", "applied", "");
        if (!noWait) {
            Stack.SERVICES.forEach(service -> {
                cluster.run("rollout", "status", "deployment/" + service, "-n", namespace, ROLLOUT_TIMEOUT);
                Terminal.step(service, "ready", "");
            });
        }
    }

    /** Those that are there stay: a service's password changes with its store's, not by itself. */
    private void provideSecrets(Kubectl cluster, String namespace) {
        Set<String> present = cluster.run("get", "secrets", "-n", namespace, "-o", "name")
                .lines()
                .map(name -> name.replace("secret/", ""))
                .collect(Collectors.toSet());
        List<ClusterSecret> missing = KubeSecretsCommand.of(settings, namespace).stream()
                .filter(secret -> !present.contains(secret.name()))
                .toList();
        if (!missing.isEmpty()) {
            cluster.feed(SecretManifest.of(namespace, missing), "apply", "--server-side", "-f", "-");
        }
        Terminal.step("secrets", "ready", missing.size() + " made");
    }
}
