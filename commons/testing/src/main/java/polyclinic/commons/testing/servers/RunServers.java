package polyclinic.commons.testing.servers;

import java.nio.file.Path;
import java.util.Optional;
import polyclinic.local.process.Distribution;
import polyclinic.local.servers.ServerPool;
import polyclinic.local.servers.SharedServers;

/** Where a test finds its servers: those that were started for the whole run, else a folder for its own. */
final class RunServers {
    private RunServers() {}

    /**
     * This process' set of the servers of the run; none when the tests run outside of one, or others have them all. Read again each
     * time, as ports stay but processes do not.
     */
    static Optional<SharedServers> shared() {
        return Optional.ofNullable(System.getenv(ServerPool.VARIABLE))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> ServerPool.take(Path.of(folder)));
    }

    /** An empty folder for data of a server of the test's own, below the module's {@code target}. */
    static Path freshFolder(String name) {
        Path folder = Path.of(
                "target", "servers", name + "-" + ProcessHandle.current().pid());
        Distribution.delete(folder);
        return folder.toAbsolutePath();
    }
}
