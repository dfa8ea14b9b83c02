package polyclinic.local.command;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** The list of commands in the help, by what they are for. */
final class CommandGroups implements IHelpSectionRenderer {
    static final Map<String, List<String>> GROUPS = groups();

    private static final int NAME_WIDTH = 15;

    @Override
    public String render(Help help) {
        StringBuilder text = new StringBuilder();
        GROUPS.forEach((heading, names) -> {
            text.append(String.format("%n%s%n", help.colorScheme().text("@|bold " + heading + "|@")));
            names.forEach(name -> text.append(line(help, name)));
        });
        return text.toString();
    }

    private static String line(Help help, String name) {
        CommandLine command = help.commandSpec().subcommands().get(name);
        if (command == null) {
            throw new IllegalStateException("no command " + name);
        }
        String padding = " ".repeat(NAME_WIDTH - name.length());
        String header = String.join(" ", command.getCommandSpec().usageMessage().header());
        return String.format("  %s%s%s%n", help.colorScheme().commandText(name), padding, header);
    }

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("The stack", List.of("up", "down", "status", "logs", "start", "stop", "restart", "kill", "reset"));
        groups.put(
                "Using it",
                List.of(
                        "demo",
                        "token",
                        "replay",
                        "seed",
                        "bench",
                        "chaos",
                        "verify-audit",
                        "dead-letters",
                        "postman",
                        "observe"));
        groups.put("Moving in", List.of("import", "export", "bridge", "old-clinic"));
        groups.put("Recovery", List.of("backup", "backups", "restore", "drill"));
        groups.put("In a cluster", List.of("images", "kube", "keys"));
        groups.put("Development", List.of("test", "dev"));
        groups.put("Help", List.of("help", "completion"));
        return groups;
    }

    /** All commands, for the shell's completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return GROUPS.values().stream().flatMap(List::stream).iterator();
        }
    }
}
