package polyclinic.local.command.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.ServiceKeys;
import polyclinic.local.terminal.UserError;

/** {@code keys new}: makes every key by which services sign, where nothing has started yet. */
@Command(
        name = "keys",
        header = "Make the keys by which services sign, for an installation of yours.",
        description = {
            "FOLDER/keys/SERVICE is the folder POLYCLINIC_KEYS of each service, FOLDER/producers the folder"
                    + " POLYCLINIC_AUDIT_PRODUCERS of audit-service. In production services make no keys themselves.",
            "The keys of prescriptions and of invoices get self-signed certificates; put the clinic's own in their place."
        },
        footer = {"  ./polyclinic keys new ~/clinic-keys", "  ./polyclinic keys new ~/clinic-keys --json"})
public final class KeysCommand implements Runnable {
    private final Settings settings;

    @Parameters(index = "0", paramLabel = "ACTION", description = "new: makes them; never over keys that are there.")
    private String action = "";

    @Parameters(index = "1", paramLabel = "FOLDER", description = "A folder that is empty or not there.")
    private Path folder = Path.of("");

    @Option(names = "--json", description = "Print the files as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    public KeysCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        if (!action.equals("new")) {
            throw new UserError("keys takes the action new: ./polyclinic keys new FOLDER");
        }
        Path target = folder.toAbsolutePath().normalize();
        if (target.startsWith(settings.root()) && !target.startsWith(settings.home())) {
            throw new UserError("Choose a folder outside of the checkout: keys do not belong into git.");
        }
        ServiceKeys keys = new ServiceKeys(target);
        try {
            if (keys.isPresent()) {
                throw new UserError("There are keys in " + target + " already; choose another folder.");
            }
            if (Files.exists(target) && !isEmpty(target)) {
                throw new UserError(target + " is not empty; choose another folder.");
            }
            Files.createDirectories(target);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
            keys.provide();
            print(target);
        } catch (IOException e) {
            throw new UserError("cannot write to " + target + ": " + e.getMessage(), e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private void print(Path target) throws IOException {
        List<String> files;
        try (Stream<Path> all = Files.walk(target)) {
            files = all.filter(Files::isRegularFile)
                    .map(file -> target.relativize(file).toString())
                    .sorted()
                    .toList();
        }
        String text = json
                ? files.stream().collect(Collectors.joining("\",\"", "{\"files\":[\"", "\"]}"))
                : files.size() + " files with keys are in " + target + ".";
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }
}
