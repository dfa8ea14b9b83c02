package polyclinic.clients.chaos.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import polyclinic.clients.chaos.faults.FaultTargets.NetworkPath;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;

/** The supervisor of the local stack, which starts, stops and disturbs its processes: a request in a line, the answer in lines. */
public final class StackSupervisor {
    private static final int TIMEOUT_MS = 240_000;

    private final Path file;

    public StackSupervisor(Clinic clinic) {
        file = Path.of(clinic.require("POLYCLINIC_HOME"), "run", "supervisor");
    }

    /** Returns what can be disturbed; servers that are the user's own are left alone. */
    public FaultTargets targets() {
        List<String> servers = new ArrayList<>();
        List<String> services = new ArrayList<>();
        for (String line : ask("status")) {
            String[] fields = line.split("\t");
            boolean own = fields[1].equals("yours");
            boolean service = fields[0].equals("gateway") || fields[0].contains("-service");
            if (service) services.add(fields[0]);
            else if (!own) servers.add(fields[0]);
        }
        List<NetworkPath> ways = ask("ways").stream()
                .map(line -> line.split(" "))
                .map(words -> new NetworkPath(words[0], words[1]))
                .toList();
        return new FaultTargets(servers, services, ways);
    }

    /** Returns those that do not run as they should, each with its state. */
    public List<String> notRunning() {
        return ask("status").stream()
                .map(line -> line.split("\t"))
                .filter(fields -> !fields[1].equals("running") && !fields[1].equals("yours")
                        || fields[1].equals("running") && fields[3].equals("-1"))
                .map(fields -> fields[0] + " (" + fields[1] + ")")
                .toList();
    }

    /**
     * Sends a request and returns the lines of the answer.
     *
     * @throws CheckFailed when it is refused, or nobody answers
     */
    List<String> ask(String... words) {
        try {
            List<String> access = Files.readAllLines(file);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(access.get(0)));
                    BufferedReader in =
                            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                    PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
                socket.setSoTimeout(TIMEOUT_MS);
                out.println(access.get(1) + " " + String.join(" ", words));
                return answer(in, words);
            }
        } catch (IOException e) {
            throw new CheckFailed("no answer from the supervisor of the local stack; is it up? (./polyclinic up)", e);
        }
    }

    private static List<String> answer(BufferedReader in, String... words) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("ok")) return lines;
            if (line.startsWith("error "))
                throw new CheckFailed(String.join(" ", words) + ": " + line.substring("error ".length()));
            lines.add(line);
        }
        throw new CheckFailed("the supervisor has gone");
    }
}
