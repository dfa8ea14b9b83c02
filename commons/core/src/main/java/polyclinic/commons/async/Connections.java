package polyclinic.commons.async;

import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Connections whose other side takes nothing any more. */
public final class Connections {
    private Connections() {}

    /** Whether the other side has left, or was made to: nothing more comes of it, and nothing that is written arrives. */
    public static boolean isOver(HttpConnection connection) {
        return connection instanceof ConnectionBase base && !base.channel().isActive();
    }

    /** Resets it at once, past its handlers: their orderly end would wait for what the other side does not take. */
    public static void reset(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            base.channel().pipeline().firstContext().close();
        } else {
            connection.close();
        }
    }
}
