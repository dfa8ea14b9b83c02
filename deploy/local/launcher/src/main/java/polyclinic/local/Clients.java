package polyclinic.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyclinic.local.servers.Jdk;

/** Runs a program of {@code deploy/local/clients} (demo, replay, bench, verify-audit) against the running stack. */
final class Clients {
    private static final Map<String, String> MAIN = Map.of(
            "demo", "polyclinic.clients.demo.Demo",
            "replay", "polyclinic.clients.replay.Replay",
            "bench", "polyclinic.clients.bench.Bench",
            "verify-audit", "polyclinic.clients.VerifyAudit");
    private final Settings settings;

    Clients(Settings settings) {
        this.settings = settings;
    }

    int run(String command, List<String> arguments) {
        Path target = settings.root().resolve(Build.CLIENTS).resolve("target");
        List<String> words = new ArrayList<>();
        words.add(Jdk.newest().java().toString());
        words.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
        words.addAll(Jdk.newest().modern());
        words.addAll(List.of("-cp", target.resolve("classes") + ":" + classpath(target), MAIN.get(command)));
        words.addAll(arguments);
        Map<String, String> environment = new HashMap<>(EnvFile.read(settings));
        return new Maven(settings).runVisibly(words, Path.of("").toAbsolutePath(), environment);
    }

    private static String classpath(Path target) {
        try {
            return Files.readString(target.resolve("classpath.txt")).trim();
        } catch (IOException e) {
            throw new Complaint("The clients are not built; run ./polyclinic up", e);
        }
    }
}
