package polyclinic.commons.structure;

import java.util.regex.Pattern;

/**
 * A text file of the repository.
 *
 * @param path from the repository's root
 * @param packageName of a Java source, else empty
 */
public record SourceFile(String path, String packageName, String text) {
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
}
