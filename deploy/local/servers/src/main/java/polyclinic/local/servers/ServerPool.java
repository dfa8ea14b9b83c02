package polyclinic.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import polyclinic.local.process.Distribution;

/**
 * As many sets of servers as modules are tested at a time. A process of tests takes one for as long as it lives, since tests empty
 * their servers, kill them and start them again.
 */
public final class ServerPool implements AutoCloseable {
    /** The folder of the pool, in the environment of the tests. */
    public static final String VARIABLE = "POLYCLINIC_TEST_SERVERS";

    private static final String LOCK = "lock";
    private static final String OWNER = "owner";

    private final Path folder;
    private final List<SharedServers> sets;

    private ServerPool(Path folder, List<SharedServers> sets) {
        this.folder = folder;
        this.sets = sets;
    }

    /** Starts the sets one after the other on fresh data; they end with this program at the latest. */
    public static ServerPool start(Path folder, int size) {
        Distribution.delete(folder);
        List<SharedServers> started = new ArrayList<>();
        ServerPool pool = new ServerPool(folder.toAbsolutePath(), started);
        try {
            IntStream.rangeClosed(1, size)
                    .mapToObj(number -> folder.resolve(String.valueOf(number)))
                    .map(SharedServers::start)
                    .forEach(started::add);
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
        return pool;
    }

    /** Variables by which tests find the pool. */
    public Map<String, String> environment() {
        return Map.of(VARIABLE, folder.toString());
    }

    /** Returns the set of this process: the one that it has, or one that nobody has. Empty when all are taken. */
    public static Optional<SharedServers> take(Path folder) {
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                Stream<Path> sets = Files.list(folder)) {
            // Until the channel is closed: processes that look at the same time are not to find the same set.
            channel.lock();
            List<Path> all = sets.filter(Files::isDirectory).sorted().toList();
            Optional<Path> own = all.stream().filter(set -> owner(set) == pid()).findFirst();
            Optional<Path> taken = own.or(
                    () -> all.stream().filter(set -> !isAlive(owner(set))).findFirst());
            if (taken.isPresent()) Files.writeString(taken.get().resolve(OWNER), String.valueOf(pid()));
            return taken.map(SharedServers::in);
        } catch (IOException e) {
            throw new UncheckedIOException("no servers were started in " + folder, e);
        }
    }

    /** Ends them all. */
    @Override
    public void close() {
        sets.forEach(SharedServers::close);
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static long owner(Path set) {
        Path file = set.resolve(OWNER);
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
