package polyclinic.local.command.stack;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.Stack;
import polyclinic.local.supervision.SupervisorConnection;
import polyclinic.local.terminal.Terminal;

/** A command on one component of the running stack, which the supervisor carries out. */
public abstract class ComponentCommand implements Runnable {
    private final Settings settings;
    private final String request;
    private final String outcome;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = ComponentNames.class,
            description = "A server or a service; \"patient\" will do for patient-service.")
    private String name = "";

    private ComponentCommand(Settings settings, String request, String outcome) {
        this.settings = settings;
        this.request = request;
        this.outcome = outcome;
    }

    @Override
    public void run() {
        String component = Stack.running(settings).component(name).name();
        SupervisorConnection.require(settings).ask(request, component);
        Terminal.say(component + " " + outcome);
    }

    @Command(
            name = "start",
            header = "Start one server or service that was stopped.",
            footer = "  ./polyclinic start kafka")
    public static final class Start extends ComponentCommand {
        public Start(Settings settings) {
            super(settings, "start", "runs.");
        }
    }

    @Command(
            name = "stop",
            header = "Stop one server or service in order; it stays stopped.",
            footer = "  ./polyclinic stop kafka")
    public static final class Stop extends ComponentCommand {
        public Stop(Settings settings) {
            super(settings, "stop", "is stopped.");
        }
    }

    @Command(
            name = "restart",
            header = "Stop one server or service in order and start it.",
            footer = "  ./polyclinic restart patient-service")
    public static final class Restart extends ComponentCommand {
        public Restart(Settings settings) {
            super(settings, "restart", "runs.");
        }
    }

    @Command(
            name = "kill",
            header = "Send SIGKILL; the supervisor starts it again (for fault tests).",
            footer = {"  ./polyclinic kill postgres", "  ./polyclinic kill patient-service"})
    public static final class Kill extends ComponentCommand {
        public Kill(Settings settings) {
            super(settings, "kill", "is killed; the supervisor starts it again.");
        }
    }
}
