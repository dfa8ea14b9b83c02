package polyclinic.appointment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.contracts.Structure;

class AppointmentStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.appointment";
    }

    @Override
    protected Set<String> daysOfUtc() {
        return Set.of("QueueEntries.today");
    }

    @Test
    void the_readme_says_of_every_package_what_it_is() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        try (Stream<Path> packages = Files.list(Path.of("src/main/java/polyclinic/appointment"))) {
            assertThat(packages.filter(Files::isDirectory)
                            .map(folder -> "\n  " + folder.getFileName() + "/ ")
                            .filter(line -> !readme.contains(line)))
                    .isEmpty();
        }
    }
}
