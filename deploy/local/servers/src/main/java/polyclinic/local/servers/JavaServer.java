package polyclinic.local.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.JavaArchive;
import polyclinic.local.process.Jdk;
import polyclinic.local.process.ServerProcess;

/** A server that runs on Java, with few megabytes. */
public abstract class JavaServer extends ServerProcess {
    /** glibc keeps an arena of freed memory per thread otherwise. */
    static final Map<String, String> FEW_ARENAS = Map.of("MALLOC_ARENA_MAX", "2");

    private @Nullable JavaArchive archive;

    JavaServer(String name, Path dir, int port) {
        super(name, dir, port);
    }

    /** Its loaded classes are archived for the next start. To be called before the start. */
    public final JavaServer archived() {
        archive = new JavaArchive(name());
        return this;
    }

    final List<String> java(int heapMiB, List<String> flags, String classpath, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Jdk.newest().java().toString());
        command.addAll(Jdk.newest().busy(heapMiB));
        if (archive != null) {
            command.addAll(archive.flags(ServerClasspath.fingerprint(classpath)));
        }
        command.addAll(flags);
        command.addAll(List.of("-cp", classpath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    protected final Duration stopTimeout() {
        return archive != null && archive.isRecording() ? JavaArchive.WRITING_TIMEOUT : super.stopTimeout();
    }

    @Override
    protected final void stopped() {
        if (archive != null) {
            archive.keep();
        }
    }
}
