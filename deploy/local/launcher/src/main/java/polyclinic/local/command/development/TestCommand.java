package polyclinic.local.command.development;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import polyclinic.local.build.Maven;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.TerminalProcess;

/** {@code test}: all checks and tests through Maven. */
@Command(
        name = "test",
        header = "Run all checks and tests as CI does.",
        footer = {
            "  ./polyclinic test             everything",
            "  ./polyclinic test -DskipITs   everything but the packaged suite's tests"
        })
public final class TestCommand implements Callable<Integer> {
    private final Settings settings;

    @Parameters(paramLabel = "OPTION", arity = "0..*", description = "An option of Maven.")
    private List<String> options = List.of();

    public TestCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() {
        List<String> command = new ArrayList<>(new Maven(settings).command());
        command.addAll(List.of("-B", "verify"));
        command.addAll(options);
        return TerminalProcess.run(command, settings.root(), Map.of());
    }
}
