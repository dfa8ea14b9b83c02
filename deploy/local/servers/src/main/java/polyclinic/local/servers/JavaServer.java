package polyclinic.local.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import polyclinic.local.process.JavaArchive;
import polyclinic.local.process.Jdk;
import polyclinic.local.process.ServerProcess;

/** A server that runs on Java, with few megabytes. */
public abstract class JavaServer extends ServerProcess {
    /** glibc keeps an arena of freed memory per thread otherwise. */
    static final Map<String, String> FEW_ARENAS = Map.of("MALLOC_ARENA_MAX", "2");

    private final JavaArchive archive;
    private boolean lasting;

    JavaServer(String name, Path dir, int port) {
        super(name, dir, port);
        this.archive = new JavaArchive(name);
    }

    /**
     * It will run for long: what it does often is compiled well, and its loaded classes are archived for the next start. Any other starts
     * with the first compiler alone, which is half the work, and with an archive if there is one. To be called before the start.
     */
    public final JavaServer lasting() {
        lasting = true;
        return this;
    }

    final List<String> java(int heapMiB, List<String> flags, String classpath, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Jdk.newest().java().toString());
        String fingerprint = ServerClasspath.fingerprint(classpath);
        command.addAll(lasting ? Jdk.newest().busy(heapMiB) : Jdk.newest().small(heapMiB));
        command.addAll(lasting ? archive.flags(fingerprint) : archive.flagsToUse(fingerprint));
        command.addAll(flags);
        command.addAll(List.of("-cp", classpath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    protected final Duration stopTimeout() {
        return archive.isRecording() ? JavaArchive.WRITING_TIMEOUT : super.stopTimeout();
    }

    @Override
    protected final void stopped() {
        archive.keep();
    }
}
