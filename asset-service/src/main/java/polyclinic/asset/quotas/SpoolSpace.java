package polyclinic.asset.quotas;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.problem.Problem;

/** The disk on which uploads lie while they arrive: it is not filled to its last byte, whoever sends whatever at once. */
@ApplicationScoped
public class SpoolSpace {
    /** How much of an upload may be written between two looks. */
    public static final long STEP_BYTES = 8 * 1024 * 1024;

    private final Path folder;
    private final long reserve;

    SpoolSpace(
            @ConfigProperty(name = "polyclinic.uploads.folder") String folder,
            @ConfigProperty(name = "polyclinic.uploads.reserve", defaultValue = "512M") MemorySize reserve) {
        this.folder = Path.of(folder);
        this.reserve = reserve.asLongValue();
    }

    /** @throws Problem 507 {@code insufficient-storage} when less than the reserve would be left */
    public void require(long more) {
        try {
            if (Files.isDirectory(folder) && Files.getFileStore(folder).getUsableSpace() - more < reserve)
                throw new Problem(507, "insufficient-storage", "There is no room for uploads; try again later.");
        } catch (IOException unknown) {
            // A disk that cannot be asked is found out by writing.
        }
    }
}
