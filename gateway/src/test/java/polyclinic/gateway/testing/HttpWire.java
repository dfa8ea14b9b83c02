package polyclinic.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 (RFC 9112) written and read by hand. */
final class HttpWire {

    private static final int PART_BYTES = 16 * 1024;
    private static final byte[] ZEROS = new byte[PART_BYTES];

    private final InputStream in;
    private final OutputStream out;
    private final AtomicLong bytesRead;
    private final AtomicLong bytesWritten;

    /**
     * @param bytesRead counts the bytes of bodies as they are read
     * @param bytesWritten counts the bytes of large bodies as they are written
     */
    HttpWire(InputStream in, OutputStream out, AtomicLong bytesRead, AtomicLong bytesWritten) {
        this.in = in;
        this.out = out;
        this.bytesRead = bytesRead;
        this.bytesWritten = bytesWritten;
    }

    /** Returns null at the end of the stream. */
    @Nullable
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
            line.write(b);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads the body to its end and returns its length. */
    long readBody(List<Map.Entry<String, String>> headers) throws IOException {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equals("content-length")) return read(Long.parseLong(header.getValue()));
            if (header.getKey().equals("transfer-encoding")) return readChunks();
        }
        return 0;
    }

    private long readChunks() throws IOException {
        long length = 0;
        while (true) {
            String size = line();
            if (size == null) throw new EOFException("ended within the chunks");
            long chunk = read(Long.parseLong(size, 16));
            line();
            if (chunk == 0) return length;
            length += chunk;
        }
    }

    private long read(long length) throws IOException {
        byte[] buffer = new byte[PART_BYTES];
        for (long left = length; left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) throw new EOFException("ended within the body");
            bytesRead.addAndGet(n);
            left -= n;
        }
        return length;
    }

    /** Reads until the other side closes the connection. */
    void readToEnd() throws IOException {
        while (in.read() >= 0) {
            // Nothing is expected.
        }
    }

    /** @param headers each with its line end */
    void answer(int status, String type, String body, String headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head(status + " X", headers + "Content-Type: " + type + "\r\nContent-Length: " + bytes.length + "\r\n");
        out.write(bytes);
    }

    void head(String status, String headers) throws IOException {
        raw("HTTP/1.1 " + status + "\r\n" + headers + "\r\n");
    }

    void raw(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** @param length at most 16 KiB */
    void zeros(int length) throws IOException {
        out.write(ZEROS, 0, length);
    }

    void chunkOfZeros(int length) throws IOException {
        raw(Integer.toHexString(length) + "\r\n");
        zeros(length);
        raw("\r\n");
    }

    /** A whole response of so many zeros. */
    void largeAnswer(long bytes) throws IOException {
        head("200 OK", "Content-Type: application/octet-stream\r\nContent-Length: " + bytes + "\r\n");
        for (long left = bytes; left > 0; left -= PART_BYTES) {
            int n = (int) Math.min(PART_BYTES, left);
            zeros(n);
            bytesWritten.addAndGet(n);
        }
    }

    void largeChunkedAnswer(long bytes) throws IOException {
        head("200 OK", "Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n");
        for (long left = bytes; left > 0; left -= PART_BYTES) {
            int n = (int) Math.min(PART_BYTES, left);
            chunkOfZeros(n);
            bytesWritten.addAndGet(n);
        }
        raw("0\r\n\r\n");
    }

    void flush() throws IOException {
        out.flush();
    }
}
