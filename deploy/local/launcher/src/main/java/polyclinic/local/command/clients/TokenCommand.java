package polyclinic.local.command.clients;

import java.util.Iterator;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import polyclinic.local.accounts.JsonClient;
import polyclinic.local.accounts.LocalAccounts;
import polyclinic.local.settings.EnvironmentFile;
import polyclinic.local.settings.Settings;
import polyclinic.local.supervision.SupervisorConnection;
import polyclinic.local.terminal.Terminal;
import polyclinic.local.terminal.UserError;

/** {@code token USER}: an access token of a local account, for curl and the like. */
@Command(
        name = "token",
        header = "Print an access token of a local account.",
        description = "Each account's password is its name. A token is good for some minutes.",
        footer =
                "  curl -H \"Authorization: Bearer $(./polyclinic token reception)\" 'http://localhost:8080/api/v1/patients?q=ada'")
public final class TokenCommand implements Runnable {
    private final Settings settings;

    @Parameters(
            paramLabel = "USER",
            completionCandidates = Accounts.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private String user = "";

    public TokenCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        Map<String, String> environment = EnvironmentFile.read(settings);
        String issuer = environment.get("POLYCLINIC_OIDC_URL");
        if (issuer == null) {
            SupervisorConnection.require(settings);
            throw new UserError("The stack is still starting; try again in a moment.");
        }
        Terminal.say(new JsonClient(environment).token(issuer, LocalAccounts.CLIENT, user, user));
    }

    static final class Accounts implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return LocalAccounts.NAMES.iterator();
        }
    }
}
