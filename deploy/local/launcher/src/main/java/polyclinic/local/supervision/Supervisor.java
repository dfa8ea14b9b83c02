package polyclinic.local.supervision;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import polyclinic.local.faults.NetworkWay;
import polyclinic.local.faults.WayState;
import polyclinic.local.process.Secrets;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.Component;
import polyclinic.local.stack.Stack;
import polyclinic.local.terminal.UserError;

/**
 * The background process: it starts and stops the stack's components on request and restarts those that die. Commands reach it through a
 * loopback socket whose port and password are in {@code run/supervisor} (0600). When it is killed itself, the components run on and the
 * next {@code up} takes them over.
 */
final class Supervisor {
    private static final long SUPERVISION_INTERVAL_MS = 250;

    /** How long an answer may take to reach its reader before the program ends. */
    private static final long ANSWER_TIME_MS = 500;

    private final Settings settings;
    private final Stack stack;
    private final List<NetworkWay> ways;
    private final Map<String, SupervisedProcess> supervised = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(Supervisor::daemon);
    private volatile boolean ending;

    private Supervisor(Settings settings) {
        this.settings = settings;
        this.stack = new Stack(settings);
        this.ways = stack.ways();
        stack.components().forEach(component -> supervised.put(component.name(), new SupervisedProcess(component)));
    }

    public static void main(String[] args) throws IOException {
        new Supervisor(Settings.of(System.getenv())).run();
    }

    static void log(String message) {
        System.out.println(Instant.now() + " " + message);
    }

    private void run() throws IOException {
        for (NetworkWay way : ways) {
            way.open();
        }
        supervised.values().forEach(SupervisedProcess::adopt);
        supervised.values().stream().filter(SupervisedProcess::isWanted).forEach(one -> log("took over " + one.name()));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll, "shutdown"));
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String password = SupervisorConnection.newPassword();
            Secrets.writePrivately(
                    SupervisorConnection.file(settings),
                    socket.getLocalPort() + "\n" + password + "\n"
                            + ProcessHandle.current().pid() + "\n" + settings.fingerprint() + "\n");
            threads.execute(this::superviseUntilEnd);
            while (!ending) {
                Socket connection = socket.accept();
                threads.execute(() -> serve(connection, password));
            }
        }
    }

    private void superviseUntilEnd() {
        while (!ending) {
            Instant now = Instant.now();
            supervised.values().stream()
                    .filter(SupervisedProcess::isDown)
                    .forEach(one -> threads.execute(() -> one.restartWhenDue(now)));
            pause(SUPERVISION_INTERVAL_MS);
        }
    }

    private void serve(Socket connection, String password) {
        try (connection;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(connection.getOutputStream(), true, StandardCharsets.UTF_8)) {
            String line = in.readLine();
            if (line == null || !line.startsWith(password + " ")) {
                return;
            }
            List<String> words =
                    Arrays.asList(line.substring(password.length() + 1).split(" "));
            try {
                execute(words.get(0), words.subList(1, words.size()), in, out);
                out.println("ok");
            } catch (RuntimeException e) {
                log(words + ": " + e);
                out.println("error " + SupervisorConnection.oneLine(String.valueOf(e.getMessage())));
            }
            if (words.get(0).equals("down")) {
                System.exit(0);
            }
        } catch (IOException e) {
            log("connection lost: " + e.getMessage());
        }
    }

    private void execute(String command, List<String> names, BufferedReader in, PrintWriter out) {
        switch (command) {
            case "up" -> up(names, in, out);
            case "down" -> down(out);
            case "status" ->
                supervised.values().forEach(one -> out.println(one.status().toLine()));
            case "start" -> each(names, SupervisedProcess::start);
            case "stop" -> each(names, SupervisedProcess::stop);
            case "kill" -> each(names, SupervisedProcess::kill);
            case "restart" ->
                each(names, one -> {
                    one.stop();
                    one.start();
                });
            case "signal" -> supervised(stack.component(names.get(0))).signal(names.get(1));
            case "ways" -> ways.forEach(way -> out.println(way.from() + " " + way.to()));
            case "way" -> way(names.get(0), names.get(1)).become(WayState.valueOf(names.get(2)));
            case "clock" -> stack.stepClock(names.get(0), Long.parseLong(names.get(1)));
            default -> throw new UserError("unknown command " + command);
        }
    }

    private NetworkWay way(String from, String to) {
        return ways.stream()
                .filter(way -> way.from().equals(from) && way.to().equals(to))
                .findFirst()
                .orElseThrow(() -> new UserError("no way from " + from + " to " + to + " can be cut"));
    }

    private void each(List<String> names, Consumer<SupervisedProcess> action) {
        names.forEach(name -> action.accept(supervised(stack.component(name))));
    }

    private SupervisedProcess supervised(Component component) {
        return Objects.requireNonNull(supervised.get(component.name()), component.name());
    }

    /**
     * Starts the named components (all for none) and reports each. The caller confirms with a line at the end; when it goes away before, as
     * with Ctrl-C, what this call has started is stopped again.
     */
    private void up(List<String> names, BufferedReader in, PrintWriter out) {
        List<SupervisedProcess> wanted =
                stack.with(Set.copyOf(names)).stream().map(this::supervised).toList();
        StackStartup startup = new StackStartup(wanted, progressTo(out));
        CompletableFuture<Boolean> confirmed = CompletableFuture.supplyAsync(() -> hasLine(in), threads);
        confirmed.thenAccept(yes -> {
            if (!yes) {
                startup.cancel();
            }
        });
        try {
            stack.prepare();
            startup.run();
            out.println("complete");
            if (!confirmed.join()) {
                throw new UserError("cancelled");
            }
        } catch (RuntimeException e) {
            startup.cancel();
            endIfIdle();
            throw e;
        }
    }

    private static boolean hasLine(BufferedReader in) {
        try {
            return in.readLine() != null;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Several threads report their progress; their lines must not mix. */
    private static Consumer<String> progressTo(PrintWriter out) {
        return line -> {
            synchronized (out) {
                out.println(line);
            }
        };
    }

    private void endIfIdle() {
        if (supervised.values().stream().noneMatch(SupervisedProcess::isWanted)) {
            ending = true;
            threads.execute(() -> {
                pause(ANSWER_TIME_MS);
                System.exit(0);
            });
        }
    }

    private void down(PrintWriter out) {
        ending = true;
        new StackShutdown(List.copyOf(supervised.values()), progressTo(out)).run();
    }

    /** Runs at SIGTERM, too, as at the end of a session. */
    private void stopAll() {
        ending = true;
        new StackShutdown(List.copyOf(supervised.values()), line -> {}).run();
        SupervisorConnection.deleteFile(settings);
        log("ended");
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "supervisor");
        thread.setDaemon(true);
        return thread;
    }
}
