package polyclinic.commons.async;

import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** How a connection is ended whose other side takes nothing any more. */
public final class Connections {
    private Connections() {}

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
