package polyclinic.clients.movein.samples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What races, full disks and old editors do to the files of a clinic, at places that depend on the number of records alone, with what must
 * come of it.
 */
final class SampleDamage {
    private static final Charset LEGACY = Charset.forName("windows-1252");
    private static final int EVERY = 50;

    private final List<byte[]> pieces = new ArrayList<>();
    private int lost;

    /** How many records cannot be whole in the file any more. */
    int lost() {
        return lost;
    }

    /**
     * A list in which some records are written half, some twice, some with an older version beside, some in another encoding, and one id
     * belongs to two people.
     */
    byte[] records(List<ObjectNode> records) {
        add("[\n");
        for (int i = 0; i < records.size(); i++) {
            ObjectNode record = records.get(i);
            String text = record.toPrettyString();
            switch (i % EVERY) {
                case 10 -> {
                    add(text.substring(0, text.indexOf("\"name\"") + 12));
                    add("\n");
                    lost++;
                    continue;
                }
                case 20 -> add(text + ",\n" + text);
                case 30 -> {
                    ObjectNode older = record.deepCopy();
                    older.put("phone", "+919812345678").put("updated_at", "2020-01-01T10:00:00");
                    add(older.toPrettyString() + ",\n" + text);
                }
                case 40 -> pieces.add(text.getBytes(LEGACY));
                case 45 -> {
                    ObjectNode other = record.deepCopy();
                    other.put("name", "Somebody Else").remove("updated_at");
                    add(other.toPrettyString() + ",\n" + text);
                    lost++;
                }
                default -> add(text);
            }
            add(i == records.size() - 1 ? "\n" : ",\n");
        }
        add("]\n");
        return bytes();
    }

    /** A file that two programs wrote at once, one behind the other. */
    static byte[] doubled(byte[] file) {
        byte[] twice = new byte[2 * file.length];
        System.arraycopy(file, 0, twice, 0, file.length);
        System.arraycopy(file, 0, twice, file.length, file.length);
        return twice;
    }

    /** A file whose writing was killed in its last record. */
    static byte[] cut(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        int lastId = text.lastIndexOf("_id\"");
        return text.substring(0, lastId + 12).getBytes(StandardCharsets.UTF_8);
    }

    /** A shorter version over a longer one, whose end is still there. */
    static byte[] leftOver(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        String end = text.substring(text.lastIndexOf("\"type\""));
        return (text + end).getBytes(StandardCharsets.UTF_8);
    }

    private void add(String text) {
        pieces.add(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] bytes() {
        int length = pieces.stream().mapToInt(piece -> piece.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        pieces.clear();
        return all;
    }
}
