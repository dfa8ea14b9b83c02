package polyclinic.local.supervision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import polyclinic.local.process.Probe;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.stack.Component;

/** A server that does nothing and is ready at once; or one that cannot start. */
final class SleepingProcess extends ServerProcess {
    private final boolean startable;

    private SleepingProcess(String name, Path folder, boolean startable) {
        super(name, folder.resolve(name), Probe.freePort());
        this.startable = startable;
    }

    static SupervisedProcess named(String name, Path folder, String... needs) {
        return supervised(new SleepingProcess(name, folder, true), needs);
    }

    static SupervisedProcess thatDoesNotStart(String name, Path folder, String... needs) {
        return supervised(new SleepingProcess(name, folder, false), needs);
    }

    private static SupervisedProcess supervised(SleepingProcess process, String... needs) {
        return new SupervisedProcess(new Component(process.name(), "nowhere", List.of(needs), process));
    }

    @Override
    protected Launch prepare() throws IOException {
        if (!startable) {
            throw new IOException("no such program");
        }
        return new Launch(List.of("sleep", "60"), Map.of(), dir());
    }

    @Override
    protected boolean answers() {
        return true;
    }
}
