package polyclinic.local.command.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.Component;
import polyclinic.local.stack.Stack;
import polyclinic.local.terminal.UserError;

/** {@code logs NAME [-f]}: the last lines of a component's output, and what follows. */
@Command(
        name = "logs",
        header = "Print the output of one server or service.",
        description = "Prints the last 200 lines.",
        footer = {"  ./polyclinic logs gateway", "  ./polyclinic logs patient -f", "  ./polyclinic logs build"})
public final class LogsCommand implements Runnable {
    static final List<String> OWN_LOGS = List.of("supervisor", "build");
    private static final int MAX_LINES = 200;
    private static final int MAX_BYTES = 64 << 10;
    private static final long POLL_INTERVAL_MS = 200;

    private final Settings settings;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = ComponentNames.WithLogs.class,
            description = "A server, a service (\"patient\" will do for patient-service), supervisor or build.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on printing what comes until Ctrl-C.")
    private boolean follow;

    public LogsCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        Path log = log();
        if (!Files.exists(log)) {
            throw new UserError(log + " is not there yet; ./polyclinic up writes it.");
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(startOfLastLines(file));
            copy(file);
            while (follow) {
                Thread.sleep(POLL_INTERVAL_MS);
                if (Files.size(log) < file.getFilePointer()) {
                    file.seek(0);
                }
                copy(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path log() {
        if (OWN_LOGS.contains(name)) {
            return settings.home().resolve(name + ".log");
        }
        Component component = Stack.running(settings).component(name);
        ServerProcess process = component.process();
        if (process == null) {
            throw new UserError(name + " is your own server; its log is where you keep it.");
        }
        return process.log();
    }

    private static void copy(RandomAccessFile file) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = file.read(buffer); read > 0; read = file.read(buffer)) {
            System.out.write(buffer, 0, read);
        }
        System.out.flush();
    }

    private static long startOfLastLines(RandomAccessFile file) throws IOException {
        long window = Math.min(file.length(), MAX_BYTES);
        byte[] end = new byte[(int) window];
        file.seek(file.length() - window);
        file.readFully(end);
        String text = new String(end, StandardCharsets.ISO_8859_1);
        int lines = 0;
        int at = text.length();
        while (at > 0 && lines <= MAX_LINES) {
            at = text.lastIndexOf('\n', at - 1);
            lines++;
        }
        return file.length() - window + Math.max(0, at + 1);
    }
}
