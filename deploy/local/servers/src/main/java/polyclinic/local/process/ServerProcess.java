package polyclinic.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs as a process of its own on 127.0.0.1 with its data in one folder. It may be killed and started again on the same data
 * and port as often as one likes. Unless {@link #detached}, it ends with this JVM at the latest.
 */
public abstract class ServerProcess implements AutoCloseable {
    private static final long LOG_KEPT_BYTES = 10 << 20;
    private static final Duration PORT_TIMEOUT = Duration.ofSeconds(10);
    private final String name;
    private final Path dir;
    private final int port;
    private final PidFile pidFile;
    private boolean detached;
    private long logBefore;
    private volatile @Nullable ProcessHandle process;
    private volatile @Nullable Instant startedAt;
    private volatile @Nullable Duration startTime;
    private @Nullable ServerCertificate certificate;

    /**
     * What to run.
     *
     * @param command program and arguments
     * @param environment added to what it inherits
     * @param workingDirectory where it runs
     */
    public record Launch(List<String> command, Map<String, String> environment, Path workingDirectory) {
        /** Secrets that the user has set for the whole stack: each process is told its own, and inherits none. */
        private static final Pattern SECRETS = Pattern.compile(
                "POLYCLINIC_(.*(SECRET|PASSWORD|PASSPHRASE|KEY)(_(?!FILE$).*)?|(MONGO|REDIS)_URL(_.*)?)");

        /** Returns all variables of the process, when its parent has these. */
        public Map<String, String> environment(Map<String, String> inherited) {
            Map<String, String> all = new HashMap<>(inherited);
            all.keySet().removeIf(name -> SECRETS.matcher(name).matches());
            all.putAll(environment);
            return all;
        }
    }

    protected ServerProcess(String name, Path dir, int port) {
        this.name = name;
        this.dir = dir.toAbsolutePath().normalize();
        this.port = port;
        this.pidFile = new PidFile(this.dir.resolve(name + ".process"));
    }

    /** Makes ready what the server needs on disk and says how to run it. Called at every start. */
    protected abstract Launch prepare() throws IOException;

    /** Whether the server answers. */
    protected abstract boolean answers();

    /** Whether it yields the processor to others under load, as no person waits for what it does. */
    protected boolean inBackground() {
        return false;
    }

    /** How long a start may take. */
    protected Duration startTimeout() {
        return Duration.ofSeconds(90);
    }

    /** The signal that asks for an orderly end. */
    protected String stopSignal() {
        return "TERM";
    }

    /** How long an orderly end may take. */
    protected Duration stopTimeout() {
        return Duration.ofSeconds(20);
    }

    /** Called when it has ended in order. */
    protected void stopped() {}

    /** Starts it and waits until it answers; nothing happens when it runs already. Fails with the log's last lines. */
    public final synchronized void start() {
        if (isAlive()) {
            return;
        }
        long begin = System.nanoTime();
        process = null;
        try {
            Files.createDirectories(dir);
            endLeftover();
            Launch launch = prepare();
            if (!portComesFree()) {
                throw new ServerFailed(name + ": port " + port + " is taken by another process");
            }
            rotateLog();
            logBefore = Files.exists(log()) ? Files.size(log()) : 0;
            awaitAnswer(launch(launch));
        } catch (IOException e) {
            throw new ServerFailed(name + " does not start: " + e.getMessage(), e);
        }
        startTime = Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Ends it in order; what takes longer than {@link #stopTimeout} is killed. */
    public final synchronized void stop() {
        ProcessHandle running = process;
        if (running == null) {
            return;
        }
        List<ProcessHandle> children = running.descendants().toList();
        Processes.signal(stopSignal(), running);
        boolean inOrder = Processes.awaitEnd(running, stopTimeout());
        if (!inOrder) {
            Processes.killTree(running);
        }
        children.stream().filter(Processes::alive).forEach(ProcessHandle::destroyForcibly);
        ended(running);
        if (inOrder) {
            stopped();
        }
    }

    /** SIGKILL for it and all its children; returns when they are gone. */
    public final synchronized void kill() {
        ProcessHandle running = process;
        if (running != null) {
            Processes.killTree(running);
            ended(running);
        }
    }

    /**
     * Sends a signal by name to it and all its children, also while it starts, and waits for nothing. {@code STOP} lets it stand still with
     * its connections open until {@code CONT}.
     */
    public final void signal(String signal) {
        ProcessHandle running = process;
        if (running != null) {
            Processes.signalTree(signal, running);
        }
    }

    @Override
    public final void close() {
        stop();
    }

    /** Takes over one that an earlier program started with this folder and left running. */
    public final synchronized boolean adopt() {
        if (process == null) {
            ProcessHandle found = pidFile.process();
            process = found;
            startedAt = found == null ? null : found.info().startInstant().orElse(Instant.now());
            startTime = found == null ? null : pidFile.startTime();
        }
        return isAlive();
    }

    /** When another program has started it again on this folder, it ends with this JVM as before. */
    public final synchronized void watchRestarted() {
        ProcessHandle before = process;
        if (isAlive()) {
            return;
        }
        if (before != null) {
            OrphanReaper.forget(before.pid());
            process = null;
        }
        if (adopt()) {
            OrphanReaper.watch(pid());
        }
    }

    /** Lets it outlive this JVM. To be called before the start. */
    public final ServerProcess detached() {
        detached = true;
        return this;
    }

    /** Lets it answer encrypted connections alone, by this certificate. To be called before the start. */
    public final void encrypt(ServerCertificate certificate) {
        this.certificate = certificate;
    }

    /** Null when its connections are clear text. */
    protected final @Nullable ServerCertificate certificate() {
        return certificate;
    }

    public final String name() {
        return name;
    }

    public final Path dir() {
        return dir;
    }

    public final int port() {
        return port;
    }

    /** The process id, -1 when it does not run. */
    public final long pid() {
        ProcessHandle current = process;
        return current != null && Processes.alive(current) ? current.pid() : -1;
    }

    public final boolean isAlive() {
        return pid() > 0;
    }

    /** Whether it runs and answers. */
    public final boolean isReady() {
        return isAlive() && answers();
    }

    /** Null before the first start. */
    public final @Nullable Instant startedAt() {
        return startedAt;
    }

    /** From the call of {@link #start} until it answered; null before the first start. */
    public final @Nullable Duration startTime() {
        return startTime;
    }

    /** Its output. */
    public Path log() {
        return dir.resolve(name + ".log");
    }

    /** A socket of the one before may linger for a moment; whoever still listens after a second is another. */
    private boolean portComesFree() {
        Instant begin = Instant.now();
        while (!Probe.free(port)) {
            Duration waited = Duration.between(begin, Instant.now());
            if (waited.compareTo(PORT_TIMEOUT) > 0 || waited.toSeconds() >= 1 && Probe.listens(port)) {
                return false;
            }
            Processes.sleep(50);
        }
        return true;
    }

    private ProcessHandle launch(Launch launch) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(inBackground() ? nice(launch.command()) : launch.command())
                .directory(launch.workingDirectory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        Map<String, String> variables = launch.environment(builder.environment());
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process started = builder.start();
        started.getOutputStream().close();
        process = started.toHandle();
        startedAt = Instant.now();
        if (!detached) {
            OrphanReaper.watch(started.pid());
        }
        pidFile.write(started.toHandle());
        return started.toHandle();
    }

    private static List<String> nice(List<String> command) {
        return Stream.concat(Stream.of("nice", "-n", "19"), command.stream()).toList();
    }

    private void awaitAnswer(ProcessHandle started) {
        Instant begin = Instant.now();
        Instant end = begin.plus(startTimeout());
        try {
            while (!answers()) {
                if (!Processes.alive(started)) {
                    throw new ServerFailed(name + " ended while starting." + tail());
                }
                if (Instant.now().isAfter(end)) {
                    throw new ServerFailed(name + " does not answer on port " + port + " after "
                            + startTimeout().toSeconds() + " s." + tail());
                }
                Processes.sleep(25);
            }
            pidFile.write(started, Duration.between(begin, Instant.now()));
        } catch (RuntimeException e) {
            boolean interrupted = Thread.interrupted();
            Processes.killTree(started);
            ended(started);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            throw e;
        }
    }

    /** What it has written since this start, the last lines, long ones cut. */
    private String tail() {
        try {
            byte[] all = Files.readAllBytes(log());
            int from = (int) Math.min(logBefore, all.length);
            List<String> lines = new String(all, from, all.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - 25), lines.size()).stream()
                    .map(line -> line.length() > 300 ? line.substring(0, 300) + " …" : line)
                    .toList();
            return last.isEmpty()
                    ? " It has written nothing to " + log() + "."
                    : " The end of " + log() + ":\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            return " It has written no log.";
        }
    }

    private void ended(ProcessHandle gone) {
        OrphanReaper.forget(gone.pid());
        process = null;
        pidFile.delete();
    }

    private void endLeftover() {
        ProcessHandle leftover = pidFile.process();
        if (leftover != null) {
            Processes.killTree(leftover);
        }
    }

    private void rotateLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_KEPT_BYTES) {
            Files.move(log(), log().resolveSibling(log().getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
