package polyclinic.asset.download;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** Part of a content (RFC 9110 §14): both ends are inclusive and lie inside it. */
record ByteRange(long first, long last) {
    private static final Pattern SINGLE = Pattern.compile("(?i)bytes=\\s*(\\d*)\\s*-\\s*(\\d*)\\s*");
    private static final int MAX_DIGITS = 18;

    /** 416: the range lies behind the end. */
    static final class RangeNotSatisfiable extends Problem {
        RangeNotSatisfiable() {
            super(416, "range-not-satisfiable", "The range begins behind the end of the content.");
        }
    }

    /**
     * The range that a {@code Range} header asks for. Empty when there is none, when it is malformed or when it lists
     * several: a server may ignore those (§14.2) and send everything.
     *
     * @param size bytes in the whole content
     * @throws RangeNotSatisfiable 416
     */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        if (header == null) return Optional.empty();
        Matcher range = SINGLE.matcher(header.strip());
        if (!range.matches()) return Optional.empty();
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty() && to.isEmpty()) return Optional.empty();
        if (from.isEmpty()) return Optional.of(suffix(number(to), size));
        long first = number(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : number(to);
        if (last < first) return Optional.empty();
        if (first >= size) throw new RangeNotSatisfiable();
        return Optional.of(new ByteRange(first, Math.min(last, size - 1)));
    }

    private static ByteRange suffix(long length, long size) {
        if (length == 0 || size == 0) throw new RangeNotSatisfiable();
        return new ByteRange(Math.max(0, size - length), size - 1);
    }

    /** A number beyond what a long holds is behind every end, and that is all that matters. */
    private static long number(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
    }

    long length() {
        return last - first + 1;
    }

    String contentRange(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
