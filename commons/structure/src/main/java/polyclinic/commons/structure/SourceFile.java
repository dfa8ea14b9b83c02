package polyclinic.commons.structure;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A text file of the repository.
 *
 * @param path from the repository's root
 * @param packageName of a Java source, else empty
 */
public record SourceFile(String path, String packageName, String text) {
    /** Package and import lines, comments, and texts in quotes. */
    private static final Pattern NOT_CODE = Pattern.compile(
            "^(?:package|import) .*;$|\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])'|/\\*(?s:.*?)\\*/|//.*$",
            Pattern.MULTILINE);

    private static final Pattern WRITTEN_OUT = Pattern.compile("(?<![\\w.])((?:[a-z][a-z0-9_]*\\.){2,}[A-Z]\\w*)");

    /** Of a Java source: the top-level type. */
    public String typeName() {
        return path.replaceFirst(".*/", "").replaceFirst("\\.java$", "");
    }

    /** It names the type in full, as an import does. */
    boolean names(String type) {
        int at = text.indexOf(type);
        if (at < 0) return false;
        return Pattern.compile("(?<![\\w.])" + Pattern.quote(type) + "(?!\\w)")
                .matcher(text)
                .find();
    }

    /**
     * Class names of a Java source that are written out in full where an import would do: none of another type with the same
     * simple name is imported or declared here.
     */
    public Set<String> writtenOutTypes() {
        String code = NOT_CODE.matcher(text).replaceAll(" ");
        Set<String> found = new TreeSet<>();
        var names = WRITTEN_OUT.matcher(code);
        while (names.find()) {
            String name = names.group(1);
            String simple = name.substring(name.lastIndexOf('.') + 1);
            boolean otherImported = Pattern.compile(
                            "^import (?!" + Pattern.quote(name) + ";)[\\w.]+\\." + simple + ";", Pattern.MULTILINE)
                    .matcher(text)
                    .find();
            boolean otherUsed = Pattern.compile("(?<![\\w.])" + simple + "\\b")
                    .matcher(code)
                    .find();
            if (!otherImported && !otherUsed) found.add(name);
        }
        return found;
    }
}
