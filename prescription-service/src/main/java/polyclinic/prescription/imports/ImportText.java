package polyclinic.prescription.imports;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file, in UTF-8 with or without a mark at its beginning. It holds no more than a line of it, and a line has an end:
 * a quotation mark that is never closed makes one line of all that follows.
 */
final class ImportText extends FilterReader {
    /** In characters; more than any line of a formulary needs. */
    static final int MAX_LINE = 64 * 1024;

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private int sinceLine;

    private ImportText(Reader text) {
        super(text);
    }

    /** A row of a table is longer than {@value #MAX_LINE} characters. */
    static final class EndlessLine extends IOException {}

    static ImportText of(InputStream bytes) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) reader.reset();
        return new ImportText(reader);
    }

    /** From here on another line is read. */
    void beginLine() {
        sinceLine = 0;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        // A reader on top of this takes more than it needs, but never as much as a line may have.
        if (read > 0 && (sinceLine += read) > 2 * MAX_LINE) throw new EndlessLine();
        return read;
    }

    /** A line without its end, cut behind {@link #MAX_LINE} characters and one; null at the end of the text. */
    @Nullable
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int character = in.read();
        if (character < 0) return null;
        for (; character >= 0 && character != '\n'; character = in.read())
            if (line.length() <= MAX_LINE) line.append((char) character);
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') line.setLength(last);
        return line.toString();
    }
}
