package polyclinic.commons.postgres;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Forwards connections to a server until it is told to be silent: then those that exist pass nothing on and stay open, as when
 * a host is lost. What connects afterwards is forwarded again.
 */
final class SilentProxy {
    private final Set<Forwarding> forwardings = ConcurrentHashMap.newKeySet();
    private final NetServer listener;

    SilentProxy(Vertx vertx, int serverPort) throws Exception {
        NetClient client = vertx.createNetClient();
        listener = vertx.createNetServer().connectHandler(incoming -> {
            incoming.pause();
            client.connect(serverPort, "127.0.0.1")
                    .onSuccess(outgoing -> forwardings.add(new Forwarding(incoming, outgoing)))
                    .onFailure(refused -> incoming.close());
        });
        listener.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    int port() {
        return listener.actualPort();
    }

    void fallSilent() {
        forwardings.forEach(forwarding -> forwarding.silent = true);
    }

    private static final class Forwarding {
        private volatile boolean silent;

        private Forwarding(NetSocket incoming, NetSocket outgoing) {
            incoming.handler(bytes -> pass(bytes, outgoing));
            outgoing.handler(bytes -> pass(bytes, incoming));
            incoming.closeHandler(closed -> outgoing.close());
            outgoing.closeHandler(closed -> {
                if (!silent) incoming.close();
            });
            incoming.resume();
        }

        private void pass(Buffer bytes, NetSocket to) {
            if (!silent) to.write(bytes);
        }
    }
}
