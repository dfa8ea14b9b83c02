package polyclinic.asset.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a data set one after the other (DICOM PS3.5, 7). Nothing is kept of what is passed over; elements, bytes and depth are
 * bounded, whatever the lengths in the file say.
 */
final class ElementReader {
    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_ELEMENTS = 50_000;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_VALUE_BYTES = 1024;

    private static final int ITEM = 0xFFFE_E000;
    private static final int ITEM_END = 0xFFFE_E00D;
    private static final int SEQUENCE_END = 0xFFFE_E0DD;
    private static final int DELIMITERS = 0xFFFE;
    private static final long UNDEFINED = 0xFFFF_FFFFL;

    /** Value representations whose length has four bytes (PS3.5, table 7.1-1). */
    private static final Set<String> LONG =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private final InputStream in;
    private final boolean explicit;
    private final ByteOrder order;
    private final Budget budget;

    /** What may still be read, by all readers of one file. */
    private static final class Budget {
        private long bytes = MAX_BYTES;
        private int elements = MAX_ELEMENTS;
    }

    /**
     * An element whose value comes next.
     *
     * @param tag group and number
     * @param length bytes of its value
     */
    record Element(int tag, String vr, long length) {
        int group() {
            return tag >>> 16;
        }
    }

    /** @param explicit whether each element says its value representation */
    ElementReader(InputStream in, boolean explicit, ByteOrder order) {
        this(in, explicit, order, new Budget());
    }

    private ElementReader(InputStream in, boolean explicit, ByteOrder order, Budget budget) {
        this.in = in;
        this.explicit = explicit;
        this.order = order;
        this.budget = budget;
    }

    /** The next one; null at the end of the file. */
    @Nullable
    Element next() throws IOException {
        int first = in.read();
        if (first < 0) return null;
        if (--budget.elements < 0) throw new DamagedDicom("too many elements");
        byte[] head = read(3);
        int group = number(new byte[] {(byte) first, head[0]});
        int tag = group << 16 | number(new byte[] {head[1], head[2]});
        if (group == DELIMITERS || !explicit) return new Element(tag, "", length());
        String vr = new String(read(2), StandardCharsets.ISO_8859_1);
        if (!vr.chars().allMatch(letter -> letter >= 'A' && letter <= 'Z')) throw new DamagedDicom("no representation");
        if (!LONG.contains(vr)) return new Element(tag, vr, number(read(2)));
        read(2);
        return new Element(tag, vr, length());
    }

    byte[] value(Element element) throws IOException {
        if (element.length() > MAX_VALUE_BYTES) throw new DamagedDicom("a value is too long");
        return read((int) element.length());
    }

    /** Two bytes. */
    int number(byte[] value) throws DamagedDicom {
        if (value.length != 2) throw new DamagedDicom("not of two bytes");
        return Short.toUnsignedInt(ByteBuffer.wrap(value).order(order).getShort());
    }

    /** Passes over a value, a sequence with all that it holds. */
    void skip(Element element) throws IOException {
        skip(element, 0);
    }

    private void skip(Element element, int depth) throws IOException {
        if (element.length() != UNDEFINED) {
            skip(element.length());
            return;
        }
        if (depth == MAX_DEPTH) throw new DamagedDicom("too deep");
        // PS3.5, 6.2.2: what is of an unknown representation and of undefined length holds implicit ones.
        ElementReader inner =
                "UN".equals(element.vr()) ? new ElementReader(in, false, ByteOrder.LITTLE_ENDIAN, budget) : this;
        for (Element item = inner.require(); item.tag() != SEQUENCE_END; item = inner.require()) {
            if (item.tag() != ITEM) throw new DamagedDicom("no item");
            if (item.length() != UNDEFINED) inner.skip(item.length());
            else
                for (Element held = inner.require(); held.tag() != ITEM_END; held = inner.require())
                    inner.skip(held, depth + 1);
        }
    }

    private Element require() throws IOException {
        Element next = next();
        if (next == null) throw new DamagedDicom("cut off");
        return next;
    }

    private long length() throws IOException {
        return Integer.toUnsignedLong(ByteBuffer.wrap(read(4)).order(order).getInt());
    }

    private byte[] read(int count) throws IOException {
        spend(count);
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) throw new DamagedDicom("cut off");
        return bytes;
    }

    private void skip(long count) throws IOException {
        spend(count);
        in.skipNBytes(count);
    }

    private void spend(long count) throws DamagedDicom {
        budget.bytes -= count;
        if (budget.bytes < 0) throw new DamagedDicom("too long");
    }
}
