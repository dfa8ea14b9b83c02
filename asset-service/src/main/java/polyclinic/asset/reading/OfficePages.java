package polyclinic.asset.reading;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.UnreadableDocument;

/** The text of a document of an office suite: an archive with its content as XML. */
final class OfficePages {
    private static final String MANIFEST = "META-INF/manifest.xml";
    private static final int MAX_MANIFEST_BYTES = 64 * 1024;

    private OfficePages() {}

    static void read(Path file, String content, Markup markup, PageCollector pages)
            throws IOException, UnreadableDocument {
        try (ZipFile archive = new ZipFile(file.toFile())) {
            ZipEntry entry = archive.getEntry(content);
            if (entry == null) throw new UnreadableDocument(TextFailure.UNREADABLE);
            if (isEncrypted(archive)) throw new UnreadableDocument(TextFailure.ENCRYPTED);
            try (BoundedInput xml = new BoundedInput(archive.getInputStream(entry))) {
                read(xml, markup, pages);
            }
        } catch (ZipException damaged) {
            throw new UnreadableDocument(TextFailure.UNREADABLE);
        }
    }

    private static void read(BoundedInput xml, Markup markup, PageCollector pages)
            throws IOException, UnreadableDocument {
        try {
            markup.read(xml, pages);
        } catch (UnreadableDocument damaged) {
            // It ends in the middle when no more is unpacked.
            throw xml.isExceeded() ? new UnreadableDocument(TextFailure.TOO_MUCH_TEXT) : damaged;
        }
    }

    private static boolean isEncrypted(ZipFile archive) throws IOException {
        ZipEntry entry = archive.getEntry(MANIFEST);
        if (entry == null) return false;
        try (InputStream manifest = archive.getInputStream(entry)) {
            return new String(manifest.readNBytes(MAX_MANIFEST_BYTES), StandardCharsets.UTF_8)
                    .contains("encryption-data");
        }
    }

    /** What is unpacked may be a thousand times as large as the file: whoever goes on asking for it is told to stop. */
    private static final class BoundedInput extends FilterInputStream {
        private static final long MAX_BYTES = 128L << 20;

        private long taken;

        BoundedInput(InputStream in) {
            super(in);
        }

        boolean isExceeded() {
            return taken > MAX_BYTES;
        }

        @Override
        public int read() throws IOException {
            taken++;
            return isExceeded() ? -1 : super.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = isExceeded() ? -1 : super.read(bytes, from, length);
            taken += Math.max(read, 0);
            return read;
        }
    }
}
