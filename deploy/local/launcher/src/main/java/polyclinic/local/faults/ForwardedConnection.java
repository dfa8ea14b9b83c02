package polyclinic.local.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A client's connection and the one to the other end that belongs to it; two threads carry the bytes. */
final class ForwardedConnection {
    private static final int PIECE_BYTES = 8192;

    /** Of each piece, in both directions, while the way is slow. */
    private static final long DELAY_MS = 40;

    private final NetworkWay way;
    private final Socket client;
    private volatile @Nullable Socket server;

    ForwardedConnection(NetworkWay way, Socket client) {
        this.way = way;
        this.client = client;
    }

    /** Carries bytes until both sides have ended, or one has broken. */
    void run() {
        try {
            if (way.awaitPassage() == WayState.RESET) {
                reset();
                return;
            }
            Socket other = way.connect();
            server = other;
            client.setTcpNoDelay(true);
            Thread back = NetworkWay.start("connection from " + way.to(), () -> copy(other, client));
            copy(client, other);
            back.join();
            client.close();
            other.close();
        } catch (IOException broken) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        }
    }

    /** Breaks both connections off, without the orderly end by which a peer would know that all has arrived. */
    void reset() {
        reset(client);
        Socket other = server;
        if (other != null) {
            reset(other);
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] piece = new byte[PIECE_BYTES];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                pass();
                to.getOutputStream().write(piece, 0, length);
            }
            way.awaitPassage();
            to.shutdownOutput();
        } catch (IOException broken) {
            reset();
        }
    }

    private void pass() throws IOException {
        WayState state = way.awaitPassage();
        if (state == WayState.RESET) {
            throw new IOException("reset");
        }
        if (state == WayState.SLOW) {
            try {
                Thread.sleep(DELAY_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            // then there is nothing to break off
        }
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // as above
        }
    }
}
