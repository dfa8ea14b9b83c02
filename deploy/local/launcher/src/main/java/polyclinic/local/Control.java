package polyclinic.local;

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
import polyclinic.local.servers.Probe;

/**
 * A command's line to the supervisor. One request per connection: password, command, names; then lines of answer, the last one `ok` or
 * `error` with the reason.
 *
 * @param port where the supervisor listens on loopback
 * @param password from its file
 * @param pid its process
 * @param fingerprint of the settings that it was started with
 */
record Control(int port, String password, long pid, String fingerprint) {
    static Path file(Settings settings) {
        return settings.home().resolve("run/supervisor");
    }

    /** The running supervisor, null when there is none. */
    static Control find(Settings settings) {
        try {
            List<String> lines = Files.readAllLines(file(settings));
            Control control = new Control(
                    Integer.parseInt(lines.get(0)), lines.get(1), Long.parseLong(lines.get(2)), lines.get(3));
            return Probe.listens(control.port) ? control : null;
        } catch (IOException | RuntimeException none) {
            return null;
        }
    }

    /** The running supervisor; complains when there is none. */
    static Control require(Settings settings) {
        Control control = find(settings);
        if (control == null) {
            throw new Complaint("The stack is not running; ./polyclinic up starts it.");
        }
        return control;
    }

    /** Asks and returns the answer's lines. */
    List<String> ask(String... words) {
        List<String> answer = new ArrayList<>();
        converse(answer::add, out -> {}, words);
        return answer;
    }

    /**
     * Asks and hands over each line as it comes.
     *
     * @param complete called when a line `complete` comes, with what writes the confirmation
     */
    void converse(Consumer<String> line, Consumer<PrintWriter> complete, String... words) {
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
                    throw new Complaint(manyLines(next.substring(6)));
                } else {
                    line.accept(next);
                }
            }
            throw gone(null);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private static Complaint gone(IOException cause) {
        return new Complaint("The supervisor has gone; see ./polyclinic logs supervisor", cause);
    }

    static String newPassword() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static void forget(Settings settings) {
        try {
            Files.deleteIfExists(file(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String oneLine(String text) {
        return text.replace("\n", "\u2424");
    }

    private static String manyLines(String text) {
        return text.replace("\u2424", "\n");
    }
}
