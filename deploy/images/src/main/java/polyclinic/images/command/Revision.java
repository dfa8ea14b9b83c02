package polyclinic.images.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the images are made of.
 *
 * @param version of the root pom
 * @param commit of the checkout, with {@code -changed} when files differ from it; {@code unknown} without git
 */
record Revision(String version, String commit) {
    private static final Pattern VERSION = Pattern.compile("<artifactId>polyclinic</artifactId>\\s*<version>([^<]+)");

    static Revision of(Path root) throws IOException {
        Matcher version = VERSION.matcher(Files.readString(root.resolve("pom.xml")));
        return new Revision(version.find() ? version.group(1) : "unknown", commit(root));
    }

    private static String commit(Path root) throws IOException {
        String head = git(root, "rev-parse", "HEAD");
        if (!head.matches("[0-9a-f]{40,64}")) {
            return "unknown";
        }
        return git(root, "status", "--porcelain", "--untracked-files=no").isEmpty() ? head : head + "-changed";
    }

    private static String git(Path root, String... words) throws IOException {
        try {
            Process git = new ProcessBuilder()
                    .command(Stream.concat(Stream.of("git", "-C", root.toString()), Stream.of(words))
                            .toList())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            git.waitFor();
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException noGit) {
            return "";
        }
    }
}
