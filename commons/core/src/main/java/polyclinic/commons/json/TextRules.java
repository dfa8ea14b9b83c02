package polyclinic.commons.json;

import com.fasterxml.jackson.databind.JsonNode;

/** What may stand in text: any Unicode but control characters (other than tab and line breaks) and lone surrogates. */
public final class TextRules {
    private TextRules() {}

    public static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f) return false;
            if (Character.isHighSurrogate(c)) {
                if (++i == text.length() || !Character.isLowSurrogate(text.charAt(i))) return false;
            } else if (Character.isLowSurrogate(c)) return false;
        }
        return true;
    }

    /** Whether every text and field name below a node is clean. */
    public static boolean isClean(JsonNode node) {
        if (node.isTextual()) return isClean(node.textValue());
        var names = node.fieldNames();
        while (names.hasNext()) if (!isClean(names.next())) return false;
        for (JsonNode child : node) if (!isClean(child)) return false;
        return true;
    }
}
