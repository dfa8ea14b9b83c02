package polyclinic.images.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DebianPackageTest {
    @Test
    void packages_are_read_as_dpkg_records_them_and_removed_ones_are_left_out() {
        String status = """
                Package: libc6
                Status: install ok installed
                Architecture: amd64
                Version: 2.41-12
                Description: GNU C Library
                 Version: not a field, since it is indented

                Package: gone
                Status: deinstall ok config-files
                Architecture: all
                Version: 1.0

                Package: tzdata
                Version: 2026a-0+deb13u1
                """;

        assertThat(DebianPackage.read(status))
                .containsExactly(
                        new DebianPackage("libc6", "2.41-12", "amd64"),
                        new DebianPackage("tzdata", "2026a-0+deb13u1", "all"));
    }
}
