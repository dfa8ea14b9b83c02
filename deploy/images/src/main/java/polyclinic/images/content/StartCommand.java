package polyclinic.images.content;

import java.util.ArrayList;
import java.util.List;

/** How the process of an image starts. Its options are in the image, so that it behaves the same everywhere. */
final class StartCommand {
    private StartCommand() {}

    /**
     * Returns the words of the command. The heap follows the container's memory limit; what else the JVM needs fits in the rest.
     * A user changes an option by {@code _JAVA_OPTIONS}, which the JVM reads last.
     *
     * @param java the feature release of the base's Java, such as 25: newer releases know more options, and refuse to start with
     *     one that they do not know
     */
    static List<String> of(SuiteImage image, int java) {
        List<String> words = new ArrayList<>(List.of(
                "java",
                "-XX:MaxRAMPercentage=60",
                "-XX:+UseSerialGC",
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=40",
                "-Xss512k",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:MaxDirectMemorySize=96m",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError"));
        if (java >= 21) {
            // Every minute, so that a burst of work does not leave its memory behind (JDK-8293114).
            words.add("-XX:TrimNativeHeapInterval=60000");
        }
        if (java >= 24) {
            words.add("--enable-native-access=ALL-UNNAMED");
            words.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (java >= 25) {
            words.add("-XX:+UseCompactObjectHeaders");
        }
        if (image.isService()) {
            words.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
            words.addAll(List.of("-jar", ImageContent.FOLDER + "/" + ImageContent.RUN_JAR));
        } else {
            words.addAll(List.of(
                    "-cp", ImageContent.FOLDER + "/app/*:" + ImageContent.FOLDER + "/lib/*", image.mainClass()));
        }
        return words;
    }
}
