package polyclinic.local;

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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import polyclinic.local.servers.Secrets;

/**
 * The process that stays: it starts the stack's parts when told so, and starts again what dies. Commands reach it through a loopback
 * socket whose port and password lie in {@code run/supervisor} (0600). When it is killed itself, the parts run on and the next
 * {@code up} takes them over.
 */
public final class Supervisor {
    private final Settings settings;
    private final Stack stack;
    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(Supervisor::daemon);
    private volatile boolean ending;

    private Supervisor(Settings settings) {
        this.settings = settings;
        this.stack = new Stack(settings);
        stack.components().forEach(component -> watched.put(component.name(), new Watched(component)));
    }

    public static void main(String[] args) throws IOException {
        new Supervisor(Settings.of(System.getenv())).run();
    }

    static void log(String message) {
        System.out.println(Instant.now() + " " + message);
    }

    private void run() throws IOException {
        watched.values().forEach(Watched::adopt);
        watched.values().stream()
                .filter(Watched::isWanted)
                .forEach(one -> log("took over " + one.component().name()));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll, "shutdown"));
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String password = Control.newPassword();
            Secrets.writePrivately(
                    Control.file(settings),
                    socket.getLocalPort() + "\n" + password + "\n"
                            + ProcessHandle.current().pid() + "\n" + settings.fingerprint() + "\n");
            threads.execute(this::keepWatch);
            while (!ending) {
                Socket connection = socket.accept();
                threads.execute(() -> serve(connection, password));
            }
        }
    }

    private void keepWatch() {
        while (!ending) {
            Instant now = Instant.now();
            watched.values().stream()
                    .filter(one -> one.isWanted() && !one.isUp())
                    .forEach(one -> threads.execute(() -> one.look(now)));
            pause(250);
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
                obey(words.get(0), words.subList(1, words.size()), in, out);
                out.println("ok");
            } catch (RuntimeException e) {
                log(words + ": " + e);
                out.println("error " + Control.oneLine(String.valueOf(e.getMessage())));
            }
            if (words.get(0).equals("down")) {
                System.exit(0);
            }
        } catch (IOException e) {
            log("connection lost: " + e.getMessage());
        }
    }

    private void obey(String command, List<String> names, BufferedReader in, PrintWriter out) {
        switch (command) {
            case "up" -> up(names, in, out);
            case "down" -> down(out);
            case "status" -> watched.values().forEach(one -> out.println(one.status()));
            case "start" -> each(names, Watched::start);
            case "stop" -> each(names, Watched::stop);
            case "kill" -> each(names, Watched::kill);
            case "restart" ->
                each(names, one -> {
                    one.stop();
                    one.start();
                });
            default -> throw new Complaint("unknown command " + command);
        }
    }

    private void each(List<String> names, Consumer<Watched> action) {
        names.forEach(name -> action.accept(watched.get(stack.component(name).name())));
    }

    /**
     * Starts the named components (all for none) and tells of each. The caller confirms with a line at the end; when it goes away before, as
     * with Ctrl-C, what this call has started is stopped again.
     */
    private void up(List<String> names, BufferedReader in, PrintWriter out) {
        List<Watched> wanted = stack.with(Set.copyOf(names)).stream()
                .map(component -> watched.get(component.name()))
                .toList();
        Ascent ascent = new Ascent(wanted, teller(out));
        CompletableFuture<Boolean> confirmed = CompletableFuture.supplyAsync(() -> hasLine(in), threads);
        confirmed.thenAccept(yes -> {
            if (!yes) {
                ascent.cancel();
            }
        });
        try {
            stack.prepareOwnServers();
            ascent.run();
            out.println("complete");
            if (!confirmed.join()) {
                throw new Complaint("cancelled");
            }
        } catch (RuntimeException e) {
            ascent.cancel();
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

    /** Several threads tell of their progress; their lines must not mix. */
    private static Consumer<String> teller(PrintWriter out) {
        return line -> {
            synchronized (out) {
                out.println(line);
            }
        };
    }

    private void endIfIdle() {
        if (watched.values().stream().noneMatch(Watched::isWanted)) {
            ending = true;
            threads.execute(() -> {
                pause(500);
                System.exit(0);
            });
        }
    }

    private void down(PrintWriter out) {
        ending = true;
        new Descent(stopping(), teller(out)).run();
    }

    /** Also upon SIGTERM, as at the end of a session. */
    private void stopAll() {
        ending = true;
        new Descent(stopping(), line -> {}).run();
        Control.forget(settings);
        log("ended");
    }

    private List<Watched> stopping() {
        return List.copyOf(watched.values());
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
