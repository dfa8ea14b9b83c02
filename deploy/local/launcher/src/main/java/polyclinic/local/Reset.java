package polyclinic.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import polyclinic.local.servers.Dist;

/** {@code reset}: stops the stack and deletes all its data; the unpacked programs stay. */
final class Reset {
    private final Settings settings;

    Reset(Settings settings) {
        this.settings = settings;
    }

    void run(boolean sure) {
        if (!sure && !confirmed()) {
            throw new Complaint("Nothing was deleted.");
        }
        new Down(settings).run();
        for (Path path : data()) {
            Dist.delete(path);
        }
        Terminal.say("All data of the local stack is deleted.");
    }

    private boolean confirmed() {
        if (System.console() == null) {
            throw new Complaint(
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
            return all.filter(path -> !path.equals(Dist.root())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
