package polyclinic.local.command.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyclinic.local.process.Distribution;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.Terminal;
import polyclinic.local.terminal.UserError;

/** {@code reset}: stops the stack and deletes all its data; the unpacked programs stay. */
@Command(
        name = "reset",
        header = "Stop everything and delete all data of the local stack.",
        description = "Asks before it deletes. The unpacked programs stay, so the next start is as fast as this one.",
        footer = {"  ./polyclinic reset", "  ./polyclinic reset --yes    in a script"})
public final class ResetCommand implements Runnable {
    private final Settings settings;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean confirmed;

    public ResetCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        if (!confirmed && !isConfirmed()) {
            throw new UserError("Nothing was deleted.");
        }
        new DownCommand(settings).run();
        for (Path path : data()) {
            Distribution.delete(path);
        }
        Terminal.say("All data of the local stack is deleted.");
    }

    private boolean isConfirmed() {
        if (System.console() == null) {
            throw new UserError(
                    "reset deletes all data in " + settings.home() + "; say so with: ./polyclinic reset --yes");
        }
        String answer = System.console().readLine("Delete all data in %s? [yes/no] ", settings.home());
        return "yes".equals(answer);
    }

    private List<Path> data() {
        if (!Files.isDirectory(settings.home())) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(settings.home())) {
            return all.filter(path -> !path.equals(Distribution.root())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
