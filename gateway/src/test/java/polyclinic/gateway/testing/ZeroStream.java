package polyclinic.gateway.testing;

import java.io.InputStream;

/** A number of zeros that are not held in memory. */
public final class ZeroStream extends InputStream {
    private long left;

    public ZeroStream(long length) {
        left = length;
    }

    @Override
    public int read() {
        return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] to, int from, int length) {
        if (left <= 0) return -1;
        int n = (int) Math.min(length, left);
        left -= n;
        return n;
    }
}
