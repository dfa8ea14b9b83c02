package polyclinic.gateway.connections;

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
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.filters.UnparsedRequest;

/**
 * Looks at each request of a connection behind its decoder: a target is escaped, see {@link TargetEscaping}, and in the place of what
 * could not be parsed goes an {@link UnparsedRequest}. Vert.x and Quarkus would end both with a bare status, and neither lets its
 * users say otherwise.
 */
@Sharable
final class LenientDecoding extends ChannelDuplexHandler {

    private static final String DECODER = "httpDecoder";
    private static final String NAME = "lenientDecoding";
    private static final LenientDecoding INSTANCE = new LenientDecoding();

    private LenientDecoding() {}

    /** Waits in a connection's pipeline until the decoder is there: at once, or after the handshake of TLS. */
    @Sharable
    private static final class Installation extends ChannelInboundHandlerAdapter {
        private static final Installation INSTANCE = new Installation();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object received) {
            ChannelPipeline pipeline = ctx.pipeline();
            if (pipeline.get(DECODER) != null) {
                pipeline.addAfter(DECODER, NAME, LenientDecoding.INSTANCE);
                pipeline.remove(this);
            } else if (pipeline.last() != this) {
                pipeline.remove(this);
                pipeline.addLast(this);
            }
            ctx.fireChannelRead(received);
        }
    }

    /** @param pipeline of a connection that has just been accepted */
    static void install(ChannelPipeline pipeline) {
        pipeline.addLast(Installation.INSTANCE);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        Object passedOn = received;
        if (received instanceof DefaultHttpRequest request) {
            Throwable failure = failure(request);
            if (failure == null) request.setUri(TargetEscaping.escaped(request.uri()));
            else passedOn = inPlaceOf(request, failure);
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

    /** It never ends, as the decoder drops whatever follows; who answers it closes the connection. */
    private static DefaultHttpRequest inPlaceOf(DefaultHttpRequest request, Throwable failure) {
        DefaultHttpRequest unparsed =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, UnparsedRequest.target(failure));
        String host = request.headers().get(HttpHeaderNames.HOST);
        unparsed.headers().set(HttpHeaderNames.HOST, host == null ? "unknown" : host);
        return unparsed;
    }
}
