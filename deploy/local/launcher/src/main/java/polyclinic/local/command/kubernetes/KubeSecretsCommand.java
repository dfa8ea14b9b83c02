package polyclinic.local.command.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import polyclinic.local.kubernetes.ClusterSecret;
import polyclinic.local.kubernetes.ClusterSecrets;
import polyclinic.local.kubernetes.SecretManifest;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

/** {@code kube secrets}: makes the suite's Secrets on the user's machine; nothing of them is in git or in a manifest. */
@Command(
        name = "secrets",
        header = "Make the suite's Secrets: random passwords and signing keys.",
        description = {
            "They are made once and kept with the local stack's data, for their owner only (.polyclinic/kubernetes/NAMESPACE);"
                    + " later calls give the same ones. Without --out they are printed as a manifest.",
            "Users of Kafka and certificates are none of them: operators make those."
        },
        footer = {
            "  ./polyclinic kube secrets | kubectl --context my-cluster apply -f -",
            "  ./polyclinic kube secrets --out ~/clinic-secrets    a file for each key of each Secret, for your secret store"
        })
final class KubeSecretsCommand implements Runnable {
    static final String DEFAULT_NAMESPACE = "polyclinic";

    private final Settings settings;

    @Option(names = "--namespace", paramLabel = "NAME", description = "Where the suite is to run (polyclinic).")
    private String namespace = DEFAULT_NAMESPACE;

    @Option(names = "--out", paramLabel = "DIR", description = "Write them to this folder instead, as NAME/KEY.")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    KubeSecretsCommand(Settings settings) {
        this.settings = settings;
    }

    /** Returns the Secrets of a namespace, made once and kept. */
    static List<ClusterSecret> of(Settings settings, String namespace) {
        if (!namespace.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw new UserError("\"" + namespace + "\" is no name of a namespace: small letters, digits and hyphens.");
        }
        Path folder = settings.home().resolve("kubernetes").resolve(namespace);
        try {
            createPrivately(settings.home());
            createPrivately(folder);
        } catch (IOException e) {
            throw new UserError("cannot write to " + folder + ": " + e.getMessage(), e);
        }
        return new ClusterSecrets(folder, namespace).all();
    }

    @Override
    public void run() {
        Path target = out == null ? null : out.toAbsolutePath().normalize();
        if (target != null && target.startsWith(settings.root()) && !target.startsWith(settings.home())) {
            throw new UserError("Choose a folder outside of the checkout: secrets do not belong into git.");
        }
        List<ClusterSecret> secrets = of(settings, namespace);
        if (target == null) {
            spec.commandLine().getOut().println(SecretManifest.of(namespace, secrets));
        } else {
            write(target, secrets);
            spec.commandLine().getOut().println(secrets.size() + " Secrets are in " + target + ".");
        }
        spec.commandLine().getOut().flush();
    }

    private static void write(Path target, List<ClusterSecret> secrets) {
        try {
            createPrivately(target);
            for (ClusterSecret secret : secrets) {
                Path folder = createPrivately(target.resolve(secret.name()));
                for (Map.Entry<String, byte[]> value : secret.values().entrySet()) {
                    Path aside = Files.createTempFile(
                            folder,
                            "new",
                            ".part",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    Files.write(aside, value.getValue());
                    Files.move(aside, folder.resolve(value.getKey()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UserError("cannot write to " + target + ": " + e.getMessage(), e);
        }
    }

    private static Path createPrivately(Path folder) throws IOException {
        // One that was there stays as it was: it may be somebody's home.
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(folder);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
}
