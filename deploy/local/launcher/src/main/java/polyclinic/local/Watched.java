package polyclinic.local;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import polyclinic.local.servers.ServerProcess;

/** A component under the supervisor's eyes: whether it shall run, what it does now, how often it had to be started again. */
final class Watched {
    private final Component component;
    private final BackOff backOff = new BackOff();
    private final ReentrantLock work = new ReentrantLock();
    private volatile boolean wanted;
    private volatile String state = "stopped";
    private volatile int restarts;
    private volatile String lastRestart = "";
    private Instant retryAt;

    Watched(Component component) {
        this.component = component;
        this.state = component.isOwn() ? "yours" : "stopped";
    }

    Component component() {
        return component;
    }

    /** Takes over a process that an earlier supervisor left. */
    void adopt() {
        if (!component.isOwn() && component.process().adopt()) {
            wanted = true;
            state = "running";
        }
    }

    /** Returns true when it had to be started. */
    boolean start() {
        if (component.isOwn()) {
            return false;
        }
        work.lock();
        try {
            if (component.process().isAlive()) {
                wanted = true;
                return false;
            }
            state = "starting";
            component.process().start();
            wanted = true;
            state = "running";
            return true;
        } catch (RuntimeException e) {
            state = "failed";
            throw e;
        } finally {
            work.unlock();
        }
    }

    void stop() {
        wanted = false;
        if (component.isOwn()) {
            return;
        }
        work.lock();
        try {
            wanted = false;
            state = "stopping";
            component.process().stop();
            state = "stopped";
        } finally {
            work.unlock();
        }
    }

    /** SIGKILL; the supervisor will start it again. */
    void kill() {
        if (!component.isOwn()) {
            component.process().kill();
        }
    }

    /** Looks after it; to be called often. A start happens in the caller's thread. */
    void look(Instant now) {
        if (component.isOwn() || !wanted || component.process().isAlive() || !work.tryLock()) {
            return;
        }
        try {
            if (!wanted || component.process().isAlive()) {
                return;
            }
            if (retryAt == null) {
                Duration wait = backOff.after(component.process().startedAt(), now);
                retryAt = now.plus(wait);
                state = "died, starts again";
            }
            if (!now.isBefore(retryAt)) {
                retryAt = null;
                restart(now);
            }
        } finally {
            work.unlock();
        }
    }

    private void restart(Instant now) {
        try {
            state = "starting again";
            component.process().kill();
            component.process().start();
            restarts++;
            lastRestart = now.toString();
            state = "running";
        } catch (RuntimeException e) {
            state = "does not start";
            Supervisor.log(component.name() + ": " + e.getMessage());
            retryAt = Instant.now().plus(backOff.after(null, now));
        }
    }

    boolean isUp() {
        return component.isOwn() || component.process().isAlive();
    }

    boolean isWanted() {
        return wanted;
    }

    /** Tab-separated: name, state, address, pid, memory in KiB, start time in ms, restarts, last restart. */
    String status() {
        ServerProcess process = component.process();
        long pid = process == null ? -1 : process.pid();
        Duration start = process == null ? null : process.startTime();
        return String.join(
                "\t",
                component.name(),
                pid < 0 && state.equals("running") ? "died" : state,
                component.address(),
                Long.toString(pid),
                Long.toString(pid < 0 ? 0 : Memory.residentKiB(pid)),
                Long.toString(start == null || pid < 0 ? -1 : start.toMillis()),
                Integer.toString(restarts),
                lastRestart.isEmpty() ? "-" : lastRestart);
    }
}
