package polyclinic.commons.decoding;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each request of a connection behind its decoder. What the decoder could not read, and a target that is no URI, would be
 * ended by Vert.x and Quarkus with a bare status and no word in the log, and neither lets its users say otherwise. So another
 * request goes in its place, see {@link UndecodableRequests}, and is answered in its turn.
 */
@Sharable
final class RequestDecoding extends ChannelDuplexHandler {
    private static final String DECODER = "httpDecoder";
    private static final String NAME = "requestDecoding";
    private static final RequestDecoding INSTANCE = new RequestDecoding();

    private RequestDecoding() {}

    /** Before a server's own: each connection that it accepts is looked at. */
    @Sharable
    static final class Acceptance extends ChannelInboundHandlerAdapter {
        static final Acceptance INSTANCE = new Acceptance();

        private Acceptance() {}

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            if (accepted instanceof Channel connection) connection.pipeline().addLast(Installation.INSTANCE);
            ctx.fireChannelRead(accepted);
        }
    }

    /** Waits in a connection's pipeline until the decoder is there: at once, or after the handshake of TLS. */
    @Sharable
    private static final class Installation extends ChannelInboundHandlerAdapter {
        private static final Installation INSTANCE = new Installation();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object received) {
            ChannelPipeline pipeline = ctx.pipeline();
            if (pipeline.get(DECODER) != null) {
                pipeline.addAfter(DECODER, NAME, RequestDecoding.INSTANCE);
                pipeline.remove(this);
            } else if (pipeline.last() != this) {
                pipeline.remove(this);
                pipeline.addLast(this);
            }
            ctx.fireChannelRead(received);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        Object passedOn = received;
        if (received instanceof DefaultHttpRequest request) {
            Throwable failure = failure(request);
            if (failure != null) passedOn = inPlaceOf(request, failure);
            else requireUri(request);
        }
        ctx.fireChannelRead(passedOn);
    }

    /** When a body breaks, Vert.x closes the connection before the answer has left. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        ctx.flush();
        ctx.close(promise);
    }

    /** Of another protocol or version Vert.x would answer in that. */
    private static @Nullable Throwable failure(DefaultHttpRequest request) {
        if (request.decoderResult().isFailure()) return request.decoderResult().cause();
        HttpVersion version = request.protocolVersion();
        boolean known = version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
        return known ? null : new IllegalArgumentException("another protocol");
    }

    /** As Quarkus asks of every target. Its body follows it all the same. */
    private static void requireUri(DefaultHttpRequest request) {
        try {
            new URI(request.uri());
        } catch (URISyntaxException malformed) {
            request.setUri(UndecodableRequests.target(malformed));
        }
    }

    /** It never ends, as the decoder drops whatever follows; who answers it closes the connection. */
    private static DefaultHttpRequest inPlaceOf(DefaultHttpRequest request, Throwable failure) {
        DefaultHttpRequest other =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, UndecodableRequests.target(failure));
        String host = request.headers().get(HttpHeaderNames.HOST);
        other.headers().set(HttpHeaderNames.HOST, host == null ? "unknown" : host);
        return other;
    }
}
