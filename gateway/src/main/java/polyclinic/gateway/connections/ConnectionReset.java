package polyclinic.gateway.connections;

import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Ends a connection by a reset (RFC 9293, 3.10.7), past the handlers of the connection, TLS among them: their orderly end waits
 * until all that is queued has been written, for which a client that takes nothing would make it wait for ever.
 */
public final class ConnectionReset {
    private ConnectionReset() {}

    /** Nothing happens where it has ended already. */
    public static void of(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            base.channel().pipeline().firstContext().close();
        } else {
            connection.close();
        }
    }
}
