package polyclinic.clients.chaos.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import polyclinic.clients.chaos.faults.FaultTargets.NetworkPath;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;

/** Makes the faults of a schedule, each in its time, and sets everything right at the end. */
public final class FaultInjection {
    private static final int END_TIMEOUT_S = 240;

    private final StackSupervisor supervisor;
    private final LockSessions locks;
    private final FaultTargets targets;
    private final Consumer<String> progress;

    /** @param progress takes a line for each fault as it begins */
    public FaultInjection(Clinic clinic, StackSupervisor supervisor, FaultTargets targets, Consumer<String> progress) {
        this.supervisor = supervisor;
        this.locks = new LockSessions(clinic);
        this.targets = targets;
        this.progress = progress;
    }

    /**
     * Returns when the schedule's time is over, all faults have ended and every process was told to go on.
     *
     * @param timeIsOver what to do when the time is over: a restart in order may last longer
     */
    public void run(FaultSchedule schedule, Runnable timeIsOver) {
        ExecutorService threads = Executors.newCachedThreadPool(FaultInjection::daemon);
        long begin = System.nanoTime();
        List<Future<?>> begun = new ArrayList<>();
        try {
            for (Fault fault : schedule.faults()) {
                sleepUntil(begin, fault.atMillis());
                progress.accept(fault.line());
                begun.add(threads.submit(() -> make(fault)));
            }
            sleepUntil(begin, schedule.length().toMillis());
            timeIsOver.run();
            for (Future<?> fault : begun) await(fault);
        } finally {
            threads.shutdownNow();
            heal();
        }
    }

    /** Opens every way, lets every process go on, and sets all clocks right. */
    public void heal() {
        targets.ways().forEach(way -> become(way, "OPEN"));
        targets.servers().forEach(server -> supervisor.ask("signal", server, "CONT"));
        for (String service : targets.services()) {
            supervisor.ask("signal", service, "CONT");
            if (targets.hasWays()) supervisor.ask("clock", service, "0");
        }
    }

    private void make(Fault fault) {
        try {
            String target = fault.target();
            switch (fault.kind()) {
                case KILL -> supervisor.ask("signal", target, "KILL");
                case PAUSE -> {
                    supervisor.ask("signal", target, "STOP");
                    Poller.sleep(fault.forMillis());
                    supervisor.ask("signal", target, "CONT");
                }
                case RESTART -> supervisor.ask("restart", target);
                case SILENCE -> during(fault, List.of(new NetworkPath(target, fault.to())), "SILENT");
                case SLOW -> during(fault, List.of(new NetworkPath(target, fault.to())), "SLOW");
                case RESET ->
                    during(
                            fault,
                            targets.ways().stream()
                                    .filter(way -> way.to().equals(target))
                                    .toList(),
                            "RESET");
                case UNLOCK -> locks.end(target);
                case CLOCK -> {
                    supervisor.ask("clock", target, Long.toString(fault.step()));
                    Poller.sleep(fault.forMillis());
                    supervisor.ask("clock", target, "0");
                }
            }
        } catch (CheckFailed notMade) {
            // Whom one fault has already struck the next may miss.
            progress.accept(" ".repeat(10) + fault.kind().label() + " of " + fault.target() + " had no effect: "
                    + notMade.getMessage());
        }
    }

    private void during(Fault fault, List<NetworkPath> ways, String state) {
        ways.forEach(way -> become(way, state));
        Poller.sleep(fault.forMillis());
        ways.forEach(way -> become(way, "OPEN"));
    }

    private void become(NetworkPath way, String state) {
        supervisor.ask("way", way.from(), way.to(), state);
    }

    private static void await(Future<?> fault) {
        try {
            fault.get(END_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CheckFailed("a fault does not end", e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }

    private static void sleepUntil(long begin, long atMillis) {
        long left = atMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        if (left > 0) Poller.sleep(left);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fault");
        thread.setDaemon(true);
        return thread;
    }
}
