package polyclinic.clients.movein;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.movein.bridge.Bridge;
import polyclinic.clients.movein.bridge.BridgeReport;

/**
 * {@code ./polyclinic bridge DIR} keeps the files of a clinic and the suite the same while both are worked with, until it is stopped;
 * {@code bridge status|cutover|rollback DIR}. Exit code 0: done, and both sides are the same; 1: they are not, and it is told; 2: it
 * could not be done.
 */
@Command(name = "bridge")
public final class BridgeCommand extends MoveCommand {
    private static final int MAX_ROUNDS = 50;

    BridgeCommand(Clinic clinic) {
        super(clinic);
    }

    public static void main(String[] arguments) {
        System.exit(new BridgeCommand(Clinic.fromEnvironment()).run(words(arguments)));
    }

    /** {@code bridge DIR} is {@code bridge run DIR}. */
    static String[] words(String... arguments) {
        boolean named = arguments.length > 0 && arguments[0].matches("run|status|cutover|rollback");
        if (named) return arguments;
        String[] words = new String[arguments.length + 1];
        words[0] = "run";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return words;
    }

    @Command(name = "run")
    int keep(
            @Parameters(index = "0") Path folder,
            @Option(names = "--source") @Nullable String source,
            @Option(names = "--zone") @Nullable String zone,
            @Option(names = "--interval", defaultValue = "2") double seconds,
            @Option(names = "--once") boolean once) {
        try (Bridge bridge = Bridge.open(place(folder, source, zone), clinic().importer(), zone(zone))) {
            if (bridge.isCutOver()) System.out.println("The way out has ended: changes in the files come in alone.");
            if (once) return once(bridge);
            while (true) {
                round(bridge);
                Poller.sleep(Math.round(seconds * 1000));
            }
        }
    }

    /** What cannot be done now is tried again: the suite may be restarted meanwhile. */
    private static void round(Bridge bridge) {
        try {
            tell(bridge.round());
        } catch (CheckFailed failure) {
            if (Thread.currentThread().isInterrupted()) throw failure;
            System.err.println("bridge: " + failure.getMessage());
        }
        System.out.flush();
    }

    private static int once(Bridge bridge) {
        boolean quiet = false;
        for (int round = 0; round < MAX_ROUNDS && !quiet; round++) {
            BridgeReport report = bridge.round();
            tell(report);
            quiet = report.isQuiet();
        }
        BridgeReport last = bridge.status();
        last.lines().forEach(System.out::println);
        return last.isSame() ? 0 : 1;
    }

    private static void tell(BridgeReport report) {
        if (!report.isQuiet()) System.out.println(report.line());
        report.notices().forEach(notice -> System.out.println("  " + notice));
    }

    @Command(name = "status")
    int status(@Parameters(index = "0") Path folder, @Option(names = "--json") boolean asJson) {
        try (Bridge bridge = Bridge.look(place(folder, null, null), clinic().importer(), zone(null))) {
            return print(bridge.status(), asJson);
        }
    }

    @Command(name = "cutover")
    int cutOver(@Parameters(index = "0") Path folder, @Option(names = "--json") boolean asJson) {
        try (Bridge bridge = Bridge.open(place(folder, null, null), clinic().importer(), zone(null))) {
            BridgeReport last = bridge.cutOver();
            if (!asJson)
                System.out.println(
                        bridge.isCutOver()
                                ? "Both sides are the same: the way out has ended."
                                : "Both sides are not the same: nothing has ended.");
            return print(last, asJson);
        }
    }

    @Command(name = "rollback")
    int rollBack(
            @Parameters(index = "0") Path folder,
            @Option(names = "--source") @Nullable String source,
            @Option(names = "--zone") @Nullable String zone,
            @Option(names = "--json") boolean asJson) {
        try (Bridge bridge = Bridge.open(place(folder, source, zone), clinic().importer(), zone(zone))) {
            bridge.rollBack();
            return print(bridge.status(), asJson);
        }
    }

    private static int print(BridgeReport report, boolean asJson) {
        if (asJson) System.out.println(report.json().toPrettyString());
        else report.lines().forEach(System.out::println);
        return report.isSame() ? 0 : 1;
    }

    private Bridge.Place place(Path folder, @Nullable String source, @Nullable String zone) {
        if (!Files.isDirectory(folder)) throw new CheckFailed(folder + ": there is no such folder");
        ZoneId named = zone == null ? null : zone(zone);
        return new Bridge.Place(folder, source, named, clinic().gateway());
    }
}
