package polyclinic.notes.sources;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** Where in a note's content its sources belong, and where they belong when it was written on. */
public final class SourceAnchors {
    private SourceAnchors() {}

    /** Fails with 422 that names the source which leads to no text of the content. */
    public static void require(List<NoteSource> sources, Document content) {
        for (int i = 0; i < sources.size(); i++) {
            NoteSource source = sources.get(i);
            String field = "sources[" + i + "]";
            String text = text(content, source.path());
            if (text == null) throw Problem.invalid(field + ".path", "must lead to a text of the content");
            Integer start = source.start();
            Integer end = source.end();
            if (start == null && end == null) continue;
            if (start == null || end == null || start >= end || end > text.length())
                throw Problem.invalid(field, "must begin and end within the text, with both start and end or neither");
        }
    }

    /**
     * The sources of a text that was written on. A piece that still stands somewhere in its text keeps its source, at its new place;
     * one that says something else now has none any more, as it would lead to what was not said.
     */
    public static List<NoteSource> follow(List<NoteSource> sources, Document before, Document after) {
        List<NoteSource> kept = new ArrayList<>();
        for (NoteSource source : sources) {
            NoteSource moved = follow(source, text(before, source.path()), text(after, source.path()));
            if (moved != null) kept.add(moved);
        }
        return kept;
    }

    private static @Nullable NoteSource follow(NoteSource source, @Nullable String before, @Nullable String after) {
        if (before == null || after == null) return null;
        Integer start = source.start();
        Integer end = source.end();
        if (start == null || end == null) return before.equals(after) ? source : whole(source, before, after);
        String piece = before.substring(start, end);
        int place = nearest(after, piece, start);
        return place < 0 ? null : source.at(place);
    }

    /** What was the whole text is a piece when something was added around it. */
    private static @Nullable NoteSource whole(NoteSource source, String before, String after) {
        int place = before.isEmpty() ? -1 : after.indexOf(before);
        return place < 0
                ? null
                : new NoteSource(
                        source.path(), place, place + before.length(), source.transcriptId(), source.segmentIds());
    }

    private static int nearest(String text, String piece, int to) {
        int before = text.lastIndexOf(piece, to);
        int after = text.indexOf(piece, to);
        if (before < 0 || after < 0) return Math.max(before, after);
        return to - before <= after - to ? before : after;
    }

    private static @Nullable String text(Document content, String path) {
        Object value = content;
        for (String part : path.split("\\.", -1)) value = step(value, part);
        return value instanceof String text ? text : null;
    }

    private static @Nullable Object step(@Nullable Object from, String part) {
        if (from instanceof Document object) return object.get(part);
        if (!(from instanceof List<?> list) || !part.matches("\\d{1,5}")) return null;
        int place = Integer.parseInt(part);
        return place < list.size() ? list.get(place) : null;
    }
}
