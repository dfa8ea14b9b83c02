package polyclinic.local.command.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyclinic.local.observation.Prometheus;
import polyclinic.local.observation.PrometheusProgram;
import polyclinic.local.process.ServerFailed;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.StartRequirements;
import polyclinic.local.supervision.SupervisorConnection;
import polyclinic.local.terminal.Terminal;
import polyclinic.local.terminal.UserError;

/** {@code observe}: a Prometheus of this machine over the running stack, until Ctrl-C or the end of the stack. */
@Command(
        name = "observe",
        header = "Watch the running stack with this machine's Prometheus.",
        description = {
            "Scrapes all services and evaluates the rules of deploy/prometheus until Ctrl-C or ./polyclinic down. What it has"
                    + " seen stays in the data folder. Takes prometheus from the PATH or from POLYCLINIC_PROMETHEUS.",
            "Grafana, where there is one, finds its data source and dashboards by deploy/grafana/provisioning."
        },
        footer = {
            "  ./polyclinic observe",
            "  ./polyclinic observe --port 9099    where another Prometheus has 9090 already",
            "  ./polyclinic observe --json &       one line of JSON once it answers, for scripts"
        })
public final class ObserveCommand implements Runnable {
    private static final long POLL_INTERVAL_MS = 500;

    private final Settings settings;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where Prometheus listens on loopback (${DEFAULT-VALUE}).",
            defaultValue = "9090")
    private int port;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public ObserveCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        Path program = PrometheusProgram.find(settings);
        SupervisorConnection.require(settings);
        if (port < 1 || port > 65535) {
            throw new UserError("--port " + port + " is not a port (1 to 65535).");
        }
        Prometheus prometheus = new Prometheus(settings, program, port);
        if (prometheus.adopt()) {
            throw new UserError("The stack is observed already, by process " + prometheus.pid() + ".");
        }
        StartRequirements.requireFree("Prometheus", port, "--port");
        // Ctrl-C ends this program, and only its shutdown hook still runs.
        Runtime.getRuntime().addShutdownHook(new Thread(prometheus::stop, "end of prometheus"));
        prometheus.start();
        show(prometheus);
        awaitEnd(prometheus);
        prometheus.stop();
    }

    private void show(Prometheus prometheus) {
        if (json) {
            Terminal.say(JsonNodeFactory.instance
                    .objectNode()
                    .put("url", prometheus.url())
                    .put("pid", prometheus.pid())
                    .put("folder", prometheus.dir().toString())
                    .toString());
            return;
        }
        Terminal.say("Prometheus: " + prometheus.url() + "   data: " + prometheus.dir());
        Terminal.say("  alerts       " + prometheus.url() + "/alerts   (what each means: docs/runbooks/README.md)");
        Terminal.say("  targets      " + prometheus.url() + "/targets");
        Terminal.say("  metrics      docs/metrics.md");
        Terminal.say("  dashboards   deploy/grafana/README.md   (provisioning for a Grafana of yours)");
        Terminal.say("It ends with the stack, or by Ctrl-C.");
    }

    private void awaitEnd(Prometheus prometheus) {
        try {
            while (SupervisorConnection.find(settings) != null) {
                if (!prometheus.isAlive()) {
                    throw new ServerFailed("Prometheus has ended; see " + prometheus.log());
                }
                TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MS);
            }
            if (!json) {
                Terminal.say("The stack has ended, and Prometheus with it.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
