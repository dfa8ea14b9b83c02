package polyclinic.local.command.stack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyclinic.local.settings.Settings;
import polyclinic.local.supervision.ComponentStatus;
import polyclinic.local.supervision.ResidentMemory;
import polyclinic.local.supervision.SupervisorConnection;
import polyclinic.local.terminal.Terminal;

/** {@code status}: one table, or JSON, of all that belongs to the stack. */
@Command(
        name = "status",
        header = "Show what runs: address, process, memory, start time, restarts.",
        exitCodeList = {"0:everything runs", "3:the stack or a part of it does not run"},
        footer = {
            "  ./polyclinic status",
            "  ./polyclinic status --json | jq '.components[] | select(.state != \"running\")'"
        })
public final class StatusCommand implements Callable<Integer> {
    private static final int NOT_RUNNING = 3;
    private static final double KIB_PER_GIB = 1 << 20;

    private final Settings settings;

    @Option(names = "--json", description = "Print JSON: running, home, components, supervisor, memoryKiB.")
    private boolean json;

    public StatusCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() {
        SupervisorConnection supervisor = SupervisorConnection.find(settings);
        if (json) {
            Terminal.say(json(settings, supervisor).toPrettyString());
        } else if (supervisor == null) {
            Terminal.say("The stack is not running; ./polyclinic up starts it.");
        } else {
            print(settings, supervisor, false);
        }
        boolean fine = supervisor != null && supervisor.status().stream().allMatch(ComponentStatus::isFine);
        return fine ? 0 : NOT_RUNNING;
    }

    static void print(Settings settings, SupervisorConnection supervisor, boolean onlyRunning) {
        List<ComponentStatus> components = supervisor.status();
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("NAME", "ADDRESS", "PID", "MEMORY", "START", "STATE"));
        components.stream().filter(one -> one.runs() || !onlyRunning).forEach(one -> table.add(cells(one)));
        long supervisorKiB = ResidentMemory.ofProcess(supervisor.pid());
        table.add(List.of(
                "supervisor",
                "127.0.0.1:" + supervisor.port(),
                Long.toString(supervisor.pid()),
                Terminal.mebibytes(supervisorKiB),
                "-",
                "running"));
        Terminal.table(table);
        Terminal.say(String.format(
                Locale.ROOT,
                "Resident in all: %.2f GiB (budget when idle: 3.0 GiB).",
                totalKiB(components, supervisorKiB) / KIB_PER_GIB));
        components.stream()
                .filter(one -> one.name().equals("gateway") && one.runs())
                .forEach(one -> Terminal.say("Gateway: " + (settings.isEncrypted() ? "https://" : "http://")
                        + one.address() + "   data: " + settings.home()));
    }

    private static List<String> cells(ComponentStatus one) {
        Duration startTime = one.startTime();
        return List.of(
                one.name(),
                one.address(),
                one.runs() ? Long.toString(one.pid()) : "-",
                one.runs() ? Terminal.mebibytes(one.memoryKiB()) : "-",
                startTime == null ? "-" : Terminal.seconds(startTime.toMillis()),
                state(one));
    }

    private static String state(ComponentStatus one) {
        Instant lastRestart = one.lastRestart();
        if (lastRestart == null) {
            return one.state();
        }
        return one.state() + ", started again " + one.restarts() + (one.restarts() == 1 ? " time" : " times")
                + ", last " + lastRestart.truncatedTo(ChronoUnit.SECONDS);
    }

    private static ObjectNode json(Settings settings, @Nullable SupervisorConnection supervisor) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("running", supervisor != null).put("home", settings.home().toString());
        ArrayNode list = root.putArray("components");
        if (supervisor == null) {
            return root;
        }
        List<ComponentStatus> components = supervisor.status();
        components.forEach(one -> list.add(json(one)));
        long supervisorKiB = ResidentMemory.ofProcess(supervisor.pid());
        root.putObject("supervisor").put("pid", supervisor.pid()).put("memoryKiB", supervisorKiB);
        root.put("memoryKiB", totalKiB(components, supervisorKiB));
        return root;
    }

    private static ObjectNode json(ComponentStatus one) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("name", one.name())
                .put("state", one.state())
                .put("address", one.address())
                .put("restarts", one.restarts());
        Duration startTime = one.startTime();
        if (one.runs()) {
            node.put("pid", one.pid())
                    .put("memoryKiB", one.memoryKiB())
                    .put("startMillis", startTime == null ? -1 : startTime.toMillis());
        }
        Instant lastRestart = one.lastRestart();
        if (lastRestart != null) {
            node.put("lastRestart", lastRestart.toString());
        }
        return node;
    }

    private static long totalKiB(List<ComponentStatus> components, long supervisorKiB) {
        return components.stream().mapToLong(ComponentStatus::memoryKiB).sum() + supervisorKiB;
    }
}
