package polyclinic.recovery.repository;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Lets a file's last byte pass only if the whole was what its manifest says. */
final class CheckedStream extends FilterInputStream {
    private final StoredFile file;
    private final MessageDigest digest;
    private long count;
    private boolean ended;

    CheckedStream(InputStream in, StoredFile file, MessageDigest digest) {
        super(in);
        this.file = file;
        this.digest = digest;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
        try {
            int read = in.read(bytes, from, length);
            if (read < 0) {
                check();
            } else {
                digest.update(bytes, from, read);
                count += read;
            }
            return read;
        } catch (IOException e) {
            throw BackupRepository.damaged(file.name(), e);
        }
    }

    @Override
    public long skip(long bytes) throws IOException {
        return readNBytes((int) Math.min(bytes, 1 << 16)).length;
    }

    private void check() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        if (count != file.size() || !HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
            throw new IOException("another content");
        }
    }
}
