package polyclinic.commons.testing.web;

import java.io.IOException;
import java.io.InputStream;

/** The body of one HTTP/1.1 request (RFC 9112 §6), of a known length or in chunks; ends where the next request begins. */
final class RequestBody extends InputStream {
    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean ended;

    RequestBody(InputStream in, StubRequest request) {
        this.in = in;
        this.chunked = request.header("transfer-encoding") != null;
        String length = request.header("content-length");
        this.left = chunked || length == null ? 0 : Long.parseLong(length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (left == 0 && !nextChunk()) return -1;
        int count = in.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) throw new IOException("the request ended within its body");
        left -= count;
        if (chunked && left == 0) StubServer.line(in);
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (!chunked || ended) return false;
        String size = StubServer.line(in);
        if (size == null) throw new IOException("the request ended between two chunks");
        left = Long.parseLong(size.split(";")[0].strip(), 16);
        ended = left == 0;
        if (ended) StubServer.line(in);
        return !ended;
    }
}
