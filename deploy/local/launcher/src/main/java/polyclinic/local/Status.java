package polyclinic.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code status}: one table, or JSON, of all that belongs to the stack. */
final class Status {
    /**
     * One row of the supervisor's answer; numbers are -1 or 0 where there is nothing to tell.
     *
     * @param memory in KiB
     * @param start milliseconds from its start until it answered
     */
    record Row(
            String name,
            String state,
            String address,
            long pid,
            long memory,
            long start,
            int restarts,
            String lastRestart) {
        static Row of(String line) {
            String[] columns = line.split("\t");
            return new Row(
                    columns[0],
                    columns[1],
                    columns[2],
                    Long.parseLong(columns[3]),
                    Long.parseLong(columns[4]),
                    Long.parseLong(columns[5]),
                    Integer.parseInt(columns[6]),
                    columns[7]);
        }

        boolean runs() {
            return pid > 0;
        }
    }

    private Status() {}

    /** Exit code 0 when everything runs, 3 when the stack or a part of it does not. */
    static int run(Settings settings, boolean json) {
        Control control = Control.find(settings);
        if (json) {
            Terminal.say(json(settings, control).toPrettyString());
        } else if (control == null) {
            Terminal.say("The stack is not running; ./polyclinic up starts it.");
        } else {
            print(settings, control, false);
        }
        return control != null
                        && rows(control).stream()
                                .allMatch(row -> row.runs() || row.state().equals("yours"))
                ? 0
                : 3;
    }

    static void print(Settings settings, Control control, boolean onlyRunning) {
        List<Row> rows = rows(control);
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("NAME", "ADDRESS", "PID", "MEMORY", "START", "STATE"));
        rows.stream().filter(row -> row.runs() || !onlyRunning).forEach(row -> table.add(cells(row)));
        long supervisor = Memory.ofOne(control.pid());
        table.add(List.of(
                "supervisor",
                "127.0.0.1:" + control.port(),
                Long.toString(control.pid()),
                Terminal.mebibytes(supervisor),
                "-",
                "running"));
        Terminal.table(table);
        Terminal.say(String.format(
                Locale.ROOT,
                "Resident in all: %.2f GiB (budget when idle: 3.0 GiB).",
                total(rows, supervisor) / 1048576.0));
        rows.stream()
                .filter(row -> row.name().equals("gateway") && row.runs())
                .forEach(row -> Terminal.say("Gateway: http://" + row.address() + "   data: " + settings.home()));
    }

    private static List<String> cells(Row row) {
        return List.of(
                row.name(),
                row.address(),
                row.runs() ? Long.toString(row.pid()) : "-",
                row.runs() ? Terminal.mebibytes(row.memory()) : "-",
                row.start() < 0 ? "-" : Terminal.seconds(row.start()),
                row.restarts() == 0
                        ? row.state()
                        : row.state() + ", started again " + row.restarts() + (row.restarts() == 1 ? " time" : " times")
                                + ", last " + row.lastRestart().replaceAll("\\..*", "Z"));
    }

    private static ObjectNode json(Settings settings, Control control) {
        ObjectNode root = Http.JSON.createObjectNode();
        root.put("running", control != null).put("home", settings.home().toString());
        ArrayNode components = root.putArray("components");
        if (control == null) {
            return root;
        }
        List<Row> rows = rows(control);
        for (Row row : rows) {
            ObjectNode one = components
                    .addObject()
                    .put("name", row.name())
                    .put("state", row.state())
                    .put("address", row.address())
                    .put("restarts", row.restarts());
            if (row.runs()) {
                one.put("pid", row.pid()).put("memoryKiB", row.memory()).put("startMillis", row.start());
            }
            if (!row.lastRestart().equals("-")) {
                one.put("lastRestart", row.lastRestart());
            }
        }
        long supervisor = Memory.ofOne(control.pid());
        root.putObject("supervisor").put("pid", control.pid()).put("memoryKiB", supervisor);
        root.put("memoryKiB", total(rows, supervisor));
        return root;
    }

    private static List<Row> rows(Control control) {
        return control.ask("status").stream().map(Row::of).toList();
    }

    private static long total(List<Row> rows, long supervisor) {
        return rows.stream().mapToLong(Row::memory).sum() + supervisor;
    }
}
