package polyclinic.asset.scans;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Speaks as much of clamd's protocol as is used here, and as wrongly as a test wants: a build cannot count on ClamAV. */
public final class ClamdStub implements AutoCloseable {
    private final ServerSocketChannel server;
    private final AtomicInteger scans = new AtomicInteger();
    private volatile boolean away;
    private volatile @Nullable String lie;

    private ClamdStub(ServerSocketChannel server) {
        this.server = server;
        Thread listener = new Thread(this::listen, "clamd stub");
        listener.setDaemon(true);
        listener.start();
    }

    public static ClamdStub tcp() throws IOException {
        return new ClamdStub(ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0)));
    }

    static ClamdStub unix(UnixDomainSocketAddress address) throws IOException {
        return new ClamdStub(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address));
    }

    /** The beginning of every scanner's test file, in two parts so that no scanner takes this source for one. */
    static byte[] eicar() {
        return ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
                .getBytes(StandardCharsets.US_ASCII);
    }

    public String address() throws IOException {
        SocketAddress address = server.getLocalAddress();
        return address instanceof InetSocketAddress tcp ? "127.0.0.1:" + tcp.getPort() : "unix:" + address;
    }

    /** From now on connections are closed without an answer, or answered again. */
    public void away(boolean now) {
        away = now;
    }

    /** From now on everything is answered with these bytes, whatever it is. */
    void lie(String answer) {
        lie = answer;
    }

    public int scans() {
        return scans.get();
    }

    private void listen() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                new Thread(() -> serve(client), "clamd stub's client").start();
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            if (away) return;
            DataInputStream in = new DataInputStream(Channels.newInputStream(client));
            if (!new String(in.readNBytes(10), StandardCharsets.US_ASCII).equals("zINSTREAM\0")) return;
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (int length = in.readInt(); length != 0; length = in.readInt())
                content.writeBytes(in.readNBytes(length));
            scans.incrementAndGet();
            String text = content.toString(StandardCharsets.ISO_8859_1);
            String truth = text.contains("EICAR-STANDARD") ? "stream: Eicar-Test-Signature FOUND\0" : "stream: OK\0";
            String told = lie;
            String answer = told == null ? truth : told;
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException gone) {
            // The client has left.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
