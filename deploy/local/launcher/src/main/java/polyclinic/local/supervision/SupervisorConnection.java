package polyclinic.local.supervision;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Probe;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

/**
 * A command's connection to the supervisor. One request per connection: password, command, names; then lines of answer, the last one `ok`
 * or `error` with the reason.
 *
 * @param port where the supervisor listens on loopback
 * @param password from its file
 * @param pid its process
 * @param fingerprint of the settings that it was started with
 */
public record SupervisorConnection(int port, String password, long pid, String fingerprint) {
    /** Stands for a line break within one line of the protocol. */
    private static final String LINE_BREAK = "\u2424";

    private static final String GONE = "The supervisor has gone; see ./polyclinic logs supervisor";

    static Path file(Settings settings) {
        return settings.home().resolve("run/supervisor");
    }

    /** Returns the running supervisor, null when there is none. */
    public static @Nullable SupervisorConnection find(Settings settings) {
        try {
            List<String> lines = Files.readAllLines(file(settings));
            SupervisorConnection found = new SupervisorConnection(
                    Integer.parseInt(lines.get(0)), lines.get(1), Long.parseLong(lines.get(2)), lines.get(3));
            return Probe.listens(found.port) ? found : null;
        } catch (IOException | RuntimeException none) {
            return null;
        }
    }

    /** Returns the running supervisor; fails when there is none. */
    public static SupervisorConnection require(Settings settings) {
        SupervisorConnection found = find(settings);
        if (found == null) {
            throw new UserError("The stack is not running; ./polyclinic up starts it.");
        }
        return found;
    }

    /** Deletes the file of a supervisor that has ended. */
    public static void deleteFile(Settings settings) {
        try {
            Files.deleteIfExists(file(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the state of every component, in starting order. */
    public List<ComponentStatus> status() {
        return ask("status").stream().map(ComponentStatus::ofLine).toList();
    }

    /** Sends a request and returns the lines of the answer. */
    public List<String> ask(String... words) {
        List<String> answer = new ArrayList<>();
        converse(answer::add, out -> {}, words);
        return answer;
    }

    /**
     * Sends a request and hands over each line of the answer as it comes.
     *
     * @param line takes each line
     * @param complete called when a line `complete` comes, with the writer of the confirmation
     * @param words the request
     */
    public void converse(Consumer<String> line, Consumer<PrintWriter> complete, String... words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            out.println(password + " " + String.join(" ", words));
            for (String next = in.readLine(); next != null; next = in.readLine()) {
                if (next.equals("ok")) {
                    return;
                } else if (next.equals("complete")) {
                    complete.accept(out);
                } else if (next.startsWith("error ")) {
                    throw new UserError(next.substring(6).replace(LINE_BREAK, "\n"));
                } else {
                    line.accept(next);
                }
            }
            throw new UserError(GONE);
        } catch (IOException e) {
            throw new UserError(GONE, e);
        }
    }

    static String newPassword() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static String oneLine(String text) {
        return text.replace("\n", LINE_BREAK);
    }
}
