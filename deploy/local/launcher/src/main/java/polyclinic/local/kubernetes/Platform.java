package polyclinic.local.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.Terminal;
import polyclinic.local.terminal.UserError;

/**
 * The operators that an overlay's objects are for, as {@code deploy/kubernetes/platform/operators.csv} lists them. They come before
 * the overlay: a cluster refuses an object of a kind that it does not know yet.
 */
public final class Platform {
    private static final String FOLDER = "deploy/kubernetes/platform";
    private static final String HEADER = "group,folder,namespace,deployment";
    private static final String WAIT = "--timeout=5m";

    private final Path folder;
    private final Kubectl kubectl;

    public Platform(Settings settings, Kubectl kubectl) {
        this.folder = settings.root().resolve(FOLDER);
        this.kubectl = kubectl;
    }

    /** A line: the API group that it serves, and what is installed for it; folder "-" where the user does it. */
    private record Operator(String group, String folder, String namespace, String deployment) {
        static Operator of(String line) {
            String[] cells = line.split(",");
            return new Operator(cells[0], cells[1], cells[2], cells[3]);
        }

        boolean isUsers() {
            return folder.equals("-");
        }
    }

    /**
     * Installs those that the overlay needs and the cluster has not, and waits for them.
     *
     * @throws UserError when one is missing that the user has to install
     */
    public void provide(Overlay overlay) {
        Set<String> wanted = overlay.foreignGroups();
        List<Operator> missing = operators().stream()
                .filter(operator -> wanted.contains(operator.group) && !isServed(operator.group))
                .toList();
        List<String> users =
                missing.stream().filter(Operator::isUsers).map(Operator::group).toList();
        if (!users.isEmpty()) {
            throw new UserError("The cluster does not know " + String.join(", ", users) + ", which the overlay uses; "
                    + FOLDER + "/README.md says what to install.");
        }
        kubectl.run("apply", "--server-side", "-k", folder.resolve("namespace").toString());
        for (Operator operator : withCertificates(missing)) {
            kubectl.run(
                    "apply",
                    "--server-side",
                    "-k",
                    folder.resolve(operator.folder).toString());
            kubectl.run("rollout", "status", "deployment/" + operator.deployment, "-n", operator.namespace, WAIT);
            Terminal.step(operator.folder, "ready", "");
        }
    }

    /** The plugin for backups of PostgreSQL has its certificates made. */
    private List<Operator> withCertificates(List<Operator> missing) {
        List<Operator> all = new ArrayList<>(missing);
        boolean postgres = missing.stream().anyMatch(operator -> operator.folder.equals("cloudnative-pg"));
        boolean there = missing.stream().anyMatch(operator -> operator.folder.equals("cert-manager"));
        if (postgres && !there && !isServed("cert-manager.io")) {
            operators().stream()
                    .filter(operator -> operator.folder.equals("cert-manager"))
                    .forEach(operator -> all.add(0, operator));
        }
        return all;
    }

    private boolean isServed(String group) {
        return !kubectl.run("api-resources", "--api-group=" + group, "-o", "name")
                .isBlank();
    }

    private List<Operator> operators() {
        Path file = folder.resolve("operators.csv");
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.equals(HEADER))
                    .map(Operator::of)
                    .toList();
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
