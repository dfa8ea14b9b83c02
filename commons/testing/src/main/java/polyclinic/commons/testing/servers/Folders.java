package polyclinic.commons.testing.servers;

import java.nio.file.Path;
import polyclinic.local.servers.Dist;

/** Data folders of test servers, below the module's {@code target}. */
final class Folders {
    private Folders() {}

    static Path fresh(String name) {
        Path folder = Path.of(
                "target", "servers", name + "-" + ProcessHandle.current().pid());
        Dist.delete(folder);
        return folder.toAbsolutePath();
    }
}
