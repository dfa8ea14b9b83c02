package polyclinic.gateway.connections;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import polyclinic.gateway.filters.IpNetworks;
import polyclinic.gateway.openrequests.OpenCounts;

/**
 * Closes the connections of one address beyond its limit as soon as they are accepted: without it, one client that opens
 * connections and sends nothing could hold all that the gateway has.
 */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

    private final OpenCounts addresses;
    private final IpNetworks trustedProxies;

    ConnectionLimit(int perAddress, IpNetworks trustedProxies) {
        addresses = new OpenCounts(perAddress);
        this.trustedProxies = trustedProxies;
    }

    /** @param accepted the connection, which belongs to no event loop yet */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        if (accepted instanceof Channel connection) {
            if (!admits(connection)) {
                connection.unsafe().closeForcibly();
                return;
            }
            LenientDecoding.install(connection.pipeline());
        }
        ctx.fireChannelRead(accepted);
    }

    private boolean admits(Channel connection) {
        if (!(connection.remoteAddress() instanceof InetSocketAddress remote)) return true;
        InetAddress ip = remote.getAddress();
        if (ip == null) return true;
        String address = ip.getHostAddress();
        if (trustedProxies.contain(address)) return true;
        String key = IpNetworks.rateLimitKey(address);
        if (!addresses.enter(key)) return false;
        connection.closeFuture().addListener(closed -> addresses.leave(key));
        return true;
    }
}
