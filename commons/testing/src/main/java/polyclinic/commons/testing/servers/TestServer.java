package polyclinic.commons.testing.servers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.servers.SharedServers;

/**
 * A server for a module's tests as a resource of Quarkus: that of the run, emptied, else one of the test's own. Either may be
 * killed and started again, as modules run one after another.
 */
abstract class TestServer<S extends ServerProcess> implements QuarkusTestResourceLifecycleManager {
    private final Function<SharedServers, S> ofRun;
    private @Nullable S own;

    TestServer(Function<SharedServers, S> ofRun) {
        this.ofRun = ofRun;
    }

    /** What the service needs to know of a server that runs already and is not the tests' own; empty for none. */
    Map<String, String> given() {
        return Map.of();
    }

    /** One of the test's own, not started yet. */
    abstract S own();

    /** Remembers the server for the tests, and leaves nothing in it of what earlier ones stored. */
    abstract void prepare(S server);

    /** What the service needs to know. */
    abstract Map<String, String> configuration(S server);

    @Override
    public final Map<String, String> start() {
        Map<String, String> given = given();
        if (!given.isEmpty()) return given;
        S server = RunServers.shared().map(ofRun).orElse(null);
        if (server == null) {
            server = own();
            own = server;
        }
        server.start();
        prepare(server);
        return configuration(server);
    }

    /** Its data are of no use any more: an orderly end would only take longer. */
    @Override
    public final void stop() {
        if (own != null) own.kill();
    }
}
