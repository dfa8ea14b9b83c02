package polyclinic.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import polyclinic.local.servers.ServerFailed;

/** The commands of {@code ./polyclinic}. */
public final class Main {
    private static final String HELP = """
            ./polyclinic COMMAND

              up                 build what is stale, start everything, show where it listens
              down               stop everything; the data stays
              status [--json]    what runs: address, process, memory, start time, restarts
              logs NAME [-f]     the output of one server or service (also: supervisor, build)
              restart NAME       stop it in order and start it
              kill NAME          SIGKILL; the supervisor starts it again (for fault tests)
              reset [--yes]      stop, and delete all data of the local stack
              token USER         print an access token of a local account

              demo               a clinic's day through the gateway (starts the stack when needed)
              replay FILE…       bring in patients from FHIR R4 bundles and play their visit of today
              bench [--json]     measure the running stack
              verify-audit       check the audit trail's chains and signed checkpoints
              test [ARGS…]       all tests, as CI runs them
              dev SERVICE        Quarkus' dev mode (live reload) in place of the packaged service

            Accounts: admin reception nurse doctor doctor2 pharmacist lab cashier auditor patient patient2 (password = name).
            Environment: POLYCLINIC_<NAME>_PORT (GATEWAY PATIENT APPOINTMENT PRESCRIPTION NOTES ASSET AUDIT KEYCLOAK POSTGRES KAFKA
              KAFKA_CONTROLLER REDIS S3 MONGO) · POLYCLINIC_HOME (data, default .polyclinic) · POLYCLINIC_ONLY (a part of the stack)
              POLYCLINIC_MAVEN · POLYCLINIC_JAVA_HOME · POLYCLINIC_BUILD=never (use what is built) · POLYCLINIC_ARCHIVES=off (record nothing for faster starts) · your own servers: POLYCLINIC_POSTGRES POLYCLINIC_KAFKA POLYCLINIC_REDIS_URL
              POLYCLINIC_S3_URL POLYCLINIC_MONGO_URL POLYCLINIC_OIDC_URL\
            """;

    private Main() {}

    public static void main(String[] args) {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        String command = words.isEmpty() ? "help" : words.remove(0);
        try {
            System.exit(run(command, words));
        } catch (Complaint | ServerFailed e) {
            System.err.println("polyclinic: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int run(String command, List<String> words) {
        Settings settings = Settings.of(System.getenv());
        switch (command) {
            case "up" -> new Up(settings).run();
            case "down" -> new Down(settings).run();
            case "status" -> {
                return Status.run(settings, words.contains("--json"));
            }
            case "logs" -> new Logs(settings).run(name(words), words.contains("-f"));
            case "start", "stop", "restart", "kill" -> ask(settings, command, words);
            case "reset" -> new Reset(settings).run(words.contains("--yes"));
            case "token" -> Terminal.say(token(settings, name(words)));
            case "demo", "replay", "bench", "verify-audit" -> {
                return client(settings, command, words);
            }
            case "test" -> {
                return test(settings, words);
            }
            case "dev" -> {
                return new Dev(settings).run(name(words));
            }
            case "help", "--help", "-h" -> Terminal.say(HELP);
            default -> throw new Complaint("There is no command \"" + command + "\"; ./polyclinic help lists them.");
        }
        return 0;
    }

    private static void ask(Settings settings, String command, List<String> words) {
        String name = new Stack(settings).component(name(words)).name();
        Control.require(settings).ask(command, name);
        Terminal.say(
                switch (command) {
                    case "kill" -> name + " is killed; the supervisor starts it again.";
                    case "stop" -> name + " is stopped.";
                    default -> name + " runs.";
                });
    }

    private static String token(Settings settings, String user) {
        String issuer = EnvFile.read(settings).get("POLYCLINIC_OIDC_URL");
        if (issuer == null) {
            Control.require(settings);
        }
        return new Http().token(issuer, "polyclinic-cli", user, user);
    }

    private static int client(Settings settings, String command, List<String> words) {
        if (command.equals("demo") || Control.find(settings) == null) {
            new Up(settings).run();
        }
        return new Clients(settings).run(command, words);
    }

    private static int test(Settings settings, List<String> words) {
        Maven maven = new Maven(settings);
        List<String> command = new ArrayList<>(maven.command());
        command.addAll(List.of("-B", "verify"));
        command.addAll(words);
        return maven.runVisibly(command, settings.root(), Map.of());
    }

    private static String name(List<String> words) {
        return words.stream()
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .orElseThrow(() -> new Complaint("A name is missing; ./polyclinic help shows how."));
    }
}
