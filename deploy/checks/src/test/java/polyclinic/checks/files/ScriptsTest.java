package polyclinic.checks.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import polyclinic.checks.tools.Checkout;
import polyclinic.checks.tools.ToolRun;
import polyclinic.checks.tools.Tools;

/** Every shell script of the repository, whatever its name. */
class ScriptsTest {
    private static final Pattern SHELL = Pattern.compile("#!(/usr)?/bin/(env )?(ba|da)?sh\\b");
    /** What has no ending may be a script; a binary is none. */
    private static final Set<String> ENDINGS = Set.of("", "sh");

    @Test
    void shellcheck_finds_nothing_in_a_script() {
        List<String> scripts = Checkout.files(Checkout.root()).stream()
                .filter(ScriptsTest::isScript)
                .map(file -> Checkout.root().relativize(file).toString())
                .toList();
        assertThat(scripts).contains("polyclinic", "deploy/checks/tools.sh");

        List<String> arguments = new ArrayList<>(List.of("--external-sources", "--format=gcc"));
        arguments.addAll(scripts);
        ToolRun run = Tools.run("shellcheck", arguments.toArray(String[]::new));

        assertThat(run.text()).isEmpty();
    }

    private static boolean isScript(Path file) {
        String name = file.getFileName().toString();
        String ending = name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
        return ENDINGS.contains(ending)
                && SHELL.matcher(Checkout.beginning(file)).lookingAt();
    }
}
