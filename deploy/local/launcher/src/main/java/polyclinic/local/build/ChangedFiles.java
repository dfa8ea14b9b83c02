package polyclinic.local.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import polyclinic.local.terminal.UserError;

/** The files that differ from a revision, by git: committed since, changed, deleted, and untracked. */
public final class ChangedFiles {
    private ChangedFiles() {}

    /** Returns their paths within the checkout. */
    public static Set<String> since(Path root, String revision) {
        Set<String> files = new TreeSet<>();
        files.addAll(git(root, revision, "diff", "--name-only", "--no-renames", "-z", revision, "--"));
        files.addAll(git(root, revision, "ls-files", "--others", "--exclude-standard", "-z"));
        return files;
    }

    private static List<String> git(Path root, String revision, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new UserError("git does not know the revision \"" + revision + "\" in " + root + ".");
            }
            return List.of(output.split("\0")).stream()
                    .filter(path -> !path.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UserError("git is missing: install it, or name the modules to test.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", e);
        }
    }
}
