package polyclinic.clients.movein.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a JSON file, one at a time, however the file was damaged: a list of records, or an object whose members are
 * records or lists of them. What was cut off or written half is told with its line, and the reading goes on at the next record; what
 * stands behind the end of the list (a file that was written twice, or a shorter version over a longer one) is read as well. Nothing is
 * completed or guessed: a record is given as it stands, whole, or not at all.
 */
public final class RecordScanner {
    /** No record of a clinic is so long: an opened one that has not ended by then is not ended at all. */
    private static final int MAX_RECORD = 4 << 20;

    /** Members that hold a part of a record and never records. */
    private static final Set<String> PARTS = Set.of("content", "address", "vitals", "metadata", "$date", "$oid", "_id");

    /** Around the name of a record's first member: its brace, quotation marks, colon, and blanks. */
    private static final int AHEAD = 24;

    private static final Set<String> LITERALS = Set.of("true", "false", "null", "NaN", "Infinity");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final TextSource source;
    private final Consumer<ScannedRecord> records;
    private final Consumer<FileDamage> damages;
    private int depth;
    private boolean hasEnded;
    private boolean isValue;
    private boolean toldRest;
    private @Nullable String key;
    private int keyDepth;

    private RecordScanner(TextSource source, Consumer<ScannedRecord> records, Consumer<FileDamage> damages) {
        this.source = source;
        this.records = records;
        this.damages = damages;
    }

    /** @throws UncheckedIOException when the file cannot be read at all */
    public static void scan(Path file, Consumer<ScannedRecord> records, Consumer<FileDamage> damages) {
        try (InputStream in = Files.newInputStream(file)) {
            scan(in, records, damages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void scan(InputStream in, Consumer<ScannedRecord> records, Consumer<FileDamage> damages)
            throws IOException {
        try (TextSource source = new TextSource(in)) {
            new RecordScanner(source, records, damages).scan();
        }
    }

    private void scan() throws IOException {
        if (!source.isUtf8()) told("the file is UTF-16, and was read as that");
        boolean inRubbish = false;
        while (true) {
            int line = source.line();
            int character = source.read();
            if (character == TextSource.END) break;
            if (Character.isWhitespace(character)) continue;
            if (character == ',') {
                isValue = false;
                continue;
            }
            boolean rubbish = false;
            switch (character) {
                case '{' -> object(line);
                case '[' -> open();
                case ']', '}' -> close(line);
                case '"' -> text(line);
                case ':' -> {
                    isValue = true;
                    continue;
                }
                default -> rubbish = !isValue && !inRubbish || character == 0 && !inRubbish;
            }
            if (rubbish) damages.accept(new FileDamage(line, "what stands here is no record", false));
            inRubbish = rubbish || inRubbish && character != '{';
            isValue = isValue && !Set.of((int) '{', (int) '[', (int) '"').contains(character);
        }
        if (depth > 0 || !hasEnded)
            damages.accept(new FileDamage(source.line(), "the file ends before its list does: it was cut off", false));
    }

    private void open() {
        depth++;
        if (hasEnded && depth == 1) rest(source.line());
    }

    private void close(int line) {
        if (depth == 0) {
            rest(line);
            return;
        }
        depth--;
        if (depth < keyDepth) key = null;
        hasEnded = hasEnded || depth == 0;
    }

    /** Once a file: what follows is read like all else. */
    private void rest(int line) {
        if (!toldRest)
            damages.accept(new FileDamage(
                    line,
                    "the list has ended and more follows, of another writing of the file; it was read as well",
                    false));
        toldRest = true;
    }

    private void told(String what) {
        damages.accept(new FileDamage(source.line(), what, false));
    }

    /** A text between records: the member under which records stand, or rubbish. */
    private void text(int line) throws IOException {
        StringBuilder text = new StringBuilder();
        if (!readText(text)) {
            damages.accept(new FileDamage(line, "a text that does not end", false));
            return;
        }
        if (!isValue) {
            key = text.toString();
            keyDepth = depth;
        }
    }

    /** To the closing quotation mark; false where a line or the file ends before. */
    private boolean readText(StringBuilder text) throws IOException {
        boolean escaped = false;
        while (text.length() < MAX_RECORD) {
            int character = source.read();
            if (character == TextSource.END || character == '\n' || character == 0) return false;
            if (!escaped && character == '"') return true;
            escaped = !escaped && character == '\\';
            text.append((char) character);
        }
        return false;
    }

    /** A record, or an object whose members are records: those begin with a member that is an object or a list itself. */
    private void object(int line) throws IOException {
        if (isValue && key != null && PARTS.contains(key)) {
            // What is left of a record that was written over.
            capture(new StringBuilder("{"), null);
            return;
        }
        StringBuilder ahead = new StringBuilder();
        String first = firstMember(ahead);
        int value = first == null ? TextSource.END : ahead.charAt(ahead.length() - 1);
        source.unread(ahead);
        boolean holdsRecords = first == null && startsWith(ahead, '}')
                || first != null && (value == '{' || value == '[') && !PARTS.contains(first);
        if (holdsRecords) {
            open();
            return;
        }
        if (hasEnded && depth == 0) rest(line);
        record(line, first);
    }

    private static boolean startsWith(CharSequence text, char character) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == character;
    }

    /**
     * The name of an object's first member, behind its brace.
     *
     * @param ahead what was read for that, to the first character of the member's value
     * @return null when no member follows
     */
    private @Nullable String firstMember(StringBuilder ahead) throws IOException {
        if (nextVisible(ahead) != '"') return null;
        StringBuilder name = new StringBuilder();
        boolean ends = readText(name);
        ahead.append(name);
        if (!ends) return null;
        ahead.append('"');
        if (nextVisible(ahead) != ':' || nextVisible(ahead) == TextSource.END) return null;
        return name.toString();
    }

    private int nextVisible(StringBuilder read) throws IOException {
        while (true) {
            int character = source.read();
            if (character != TextSource.END) read.append((char) character);
            if (!Character.isWhitespace(character)) return character;
        }
    }

    private void record(int line, @Nullable String first) throws IOException {
        long legacyBefore = source.legacyBytes();
        StringBuilder text = new StringBuilder("{");
        String damage = capture(text, first);
        if (damage == null) damage = give(line, text, source.legacyBytes() > legacyBefore);
        if (damage == null) return;
        damages.accept(new FileDamage(line, damage, true));
        int end = text.length();
        readAhead(text, first);
        int next = nextRecord(text, first);
        source.unread(text.substring(next > 0 ? next : end));
    }

    /** The beginning of another record may have been read in part. */
    private void readAhead(StringBuilder text, @Nullable String first) throws IOException {
        int more = first == null ? 0 : first.length() + AHEAD;
        for (int i = 0; i < more; i++) {
            int character = source.read();
            if (character == TextSource.END) return;
            text.append((char) character);
        }
    }

    /** Null when the record was given, else why not. */
    private @Nullable String give(int line, CharSequence text, boolean reencoded) {
        try {
            JsonNode json = MAPPER.readTree(text.toString());
            records.accept(new ScannedRecord(line, key, (ObjectNode) json, reencoded));
            return null;
        } catch (JsonProcessingException e) {
            String reason = String.valueOf(e.getOriginalMessage());
            return reason.startsWith("Duplicate field")
                    ? "a record has a member twice, of two writings: it is not taken"
                    : "a record is no JSON: it was written half, or two were written into each other";
        }
    }

    /** Reads to the end of the record; null when it ends, else what is the matter. */
    private @Nullable String capture(StringBuilder text, @Nullable String first) throws IOException {
        int open = 1;
        while (open > 0) {
            int character = source.read();
            if (character == TextSource.END) return "a record is cut off: the file ends in it";
            text.append((char) character);
            if (text.length() > MAX_RECORD) return "a record does not end within 4 MiB";
            if (character == '"') {
                StringBuilder content = new StringBuilder();
                boolean ends = readText(content);
                text.append(content);
                if (!ends) return "a record is written half: a text in it does not end";
                text.append('"');
            } else if (character == '{' || character == '[') {
                open++;
                if (character == '{' && beginsAnother(text, first))
                    return "a record is written half: another one begins in it";
            } else if (character == '}' || character == ']') {
                open--;
            } else if (Character.isLetter(character) || character == 0) {
                if (!isLiteral(text)) return "a record is written half: what follows is no JSON";
            }
        }
        return null;
    }

    /** Whether the object that was opened last is another record: it begins with the member that this one begins with. */
    private boolean beginsAnother(StringBuilder text, @Nullable String first) throws IOException {
        StringBuilder ahead = new StringBuilder();
        String name = firstMember(ahead);
        boolean another = name != null && name.equals(first);
        if (another) text.append(ahead);
        else source.unread(ahead);
        return another;
    }

    private boolean isLiteral(StringBuilder text) throws IOException {
        int begin = text.length() - 1;
        if (begin > 0 && (Character.isDigit(text.charAt(begin - 1)) || text.charAt(begin - 1) == '.'))
            return text.charAt(begin) == 'e' || text.charAt(begin) == 'E';
        while (text.length() - begin < 9) {
            int character = source.read();
            if (character == TextSource.END) return false;
            if (!Character.isLetter(character)) {
                source.unread(String.valueOf((char) character));
                return LITERALS.contains(text.substring(begin));
            }
            text.append((char) character);
        }
        return false;
    }

    /** Where in a damaged record another one begins, behind its own beginning; 0 where none does. */
    private static int nextRecord(CharSequence text, @Nullable String first) {
        if (first == null) return 0;
        Matcher next =
                Pattern.compile("\\{\\s*\"" + Pattern.quote(first) + "\"\\s*:").matcher(text);
        return next.find(1) ? next.start() : 0;
    }
}
