package polyclinic.checks.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

class ToolsTest {
    private static final String SCRIPT = "deploy/checks/tools.sh";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> every_tool_is_found_and_starts() {
        ToolRun list = ToolRun.of(Checkout.root(), "", List.of("sh", SCRIPT, "--list"), Map.of());
        assertThat(list.succeeded()).as(list.text()).isTrue();
        assertThat(list.out().lines()).contains("kubectl", "promtool");
        return list.out()
                .lines()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    ToolRun help = Tools.run(name, "--help");

                    assertThat(help.exit()).as(help.text()).isBetween(0, 4);
                    assertThat(help.text()).isNotBlank();
                }));
    }

    @Test
    void an_unknown_tool_fails_with_the_names_that_there_are() {
        assertThatThrownBy(() -> Tools.find("promtol"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("promtool");
    }

    @Test
    void a_program_on_the_path_is_taken_only_when_it_is_new_enough() throws Exception {
        String here = folder.resolve("helm").toString();
        executable("npm", "exit 1");
        executable("helm", "echo v9.1.0");
        assertThat(script("helm").out().strip()).isEqualTo(here);

        executable("helm", "echo v2.16.1");
        assertThat(script("helm").out()).doesNotContain(here);
    }

    @Test
    void without_a_network_one_line_says_so_and_how_to_go_on() throws Exception {
        executable(
                "apt-get",
                "[ $1 = indextargets ] && echo http://archive.invalid/ stable main && exit; echo E: no way; exit 100");

        ToolRun run = script("promtool");

        assertThat(run.exit())
                .isEqualTo(Files.readString(Path.of("/etc/os-release")).contains("ID=debian\n") ? 1 : 3);
        assertThat(run.out()).isEmpty();
        if (run.exit() == 1) assertThat(run.err()).contains("is there a network?", "E: no way");
    }

    /** The script, with an empty cache folder and the test's programs before all others. */
    private ToolRun script(String tool) {
        return ToolRun.of(
                Checkout.root(),
                "",
                List.of("sh", SCRIPT, "--path", tool),
                Map.of(
                        "PATH",
                        folder + ":/usr/bin:/bin",
                        "POLYCLINIC_TOOLS",
                        folder.resolve("cache").toString()));
    }

    private void executable(String name, String line) throws Exception {
        Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
        assertThat(folder.resolve(name).toFile().setExecutable(true)).isTrue();
    }
}
