package polyclinic.local.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ./polyclinic} without a command: shows the list of commands. */
@Command(
        name = "./polyclinic",
        header = "Builds, runs, tests and measures the clinic's suite on this machine.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./polyclinic COMMAND [ARGUMENTS]    (./polyclinic help COMMAND explains one)",
        optionListHeading = "%n@|bold Options|@%n",
        commandListHeading = "",
        footerHeading = "%n",
        footer = {
            "@|bold Accounts|@ (each one's password is its name)",
            "  admin reception nurse doctor doctor2 pharmacist lab cashier auditor patient patient2 importer",
            "",
            "@|bold Environment|@",
            "  POLYCLINIC_HOME            folder of the data and secrets (.polyclinic)",
            "  POLYCLINIC_ONLY            a part of the stack: names of services and servers",
            "  POLYCLINIC_<NAME>_PORT     a port; NAME is one of GATEWAY PATIENT APPOINTMENT PRESCRIPTION NOTES ASSET",
            "                             AUDIT BILLING KEYCLOAK POSTGRES KAFKA KAFKA_CONTROLLER REDIS S3 MONGO;",
            "                             with _MANAGEMENT after a service's name, its health and metrics (1000 above)",
            "  POLYCLINIC_POSTGRES, POLYCLINIC_KAFKA, POLYCLINIC_REDIS_URL, POLYCLINIC_S3_URL, POLYCLINIC_MONGO_URL,",
            "  POLYCLINIC_OIDC_URL        servers of your own in place of the stack's; see docs/operations.md",
            "  POLYCLINIC_MAVEN           the command of Maven (mvn)",
            "  POLYCLINIC_KUBECTL         the command of kubectl (kubectl)",
            "  POLYCLINIC_JAVA_HOME       the JDK that runs servers and services (the newest found)",
            "  POLYCLINIC_PROMETHEUS      the program of Prometheus for observe (prometheus on the PATH)",
            "  POLYCLINIC_BUILD=never     use what is built",
            "  POLYCLINIC_ARCHIVES=off    record nothing for faster starts (classes: what is written soonest)",
            "  NO_COLOR                   no colours"
        })
final class PolyclinicCommand implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    PolyclinicCommand() {}

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
