package polyclinic.local.supervision;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.stack.Component;

/**
 * A component under supervision: whether it should run, its current state, how often it was restarted. A server of the user's own counts
 * as running, and no operation affects it.
 */
final class SupervisedProcess {
    private final Component component;
    private final @Nullable ServerProcess process;
    private final BackOff backOff = new BackOff();
    private final ReentrantLock operation = new ReentrantLock();
    private volatile boolean wanted;
    private volatile String state;
    private volatile int restarts;
    private volatile @Nullable Instant lastRestart;
    private @Nullable Instant retryAt;

    SupervisedProcess(Component component) {
        this.component = component;
        this.process = component.process();
        this.state = process == null ? ComponentStatus.OWN : "stopped";
    }

    Component component() {
        return component;
    }

    String name() {
        return component.name();
    }

    /** Takes over a process that an earlier supervisor left. */
    void adopt() {
        if (process != null && process.adopt()) {
            wanted = true;
            state = "running";
        }
    }

    /** Starts it unless it runs. Returns the time from its start until it answered. */
    Duration start() {
        if (process == null) {
            return Duration.ZERO;
        }
        operation.lock();
        try {
            if (!process.isAlive()) {
                state = "starting";
                process.start();
                state = "running";
            }
            wanted = true;
            Duration startTime = process.startTime();
            return startTime == null ? Duration.ZERO : startTime;
        } catch (RuntimeException e) {
            state = "failed";
            throw e;
        } finally {
            operation.unlock();
        }
    }

    void stop() {
        wanted = false;
        if (process == null) {
            return;
        }
        operation.lock();
        try {
            wanted = false;
            state = "stopping";
            process.stop();
            state = "stopped";
        } finally {
            operation.unlock();
        }
    }

    /** Sends SIGKILL; it stays wanted, so the supervisor starts it again. */
    void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** Sends a signal by name, such as {@code STOP}, and waits for nothing; one that dies of it is started again. */
    void signal(String signal) {
        if (process != null) {
            process.signal(signal);
        }
    }

    /** Starts it again, in the caller's thread, when it died and its delay has passed. Must be called often. */
    void restartWhenDue(Instant now) {
        if (process == null || !isDown() || !operation.tryLock()) {
            return;
        }
        try {
            if (!isDown()) {
                return;
            }
            if (retryAt == null) {
                retryAt = now.plus(backOff.after(process.startedAt(), now));
                state = "died, starts again";
            }
            if (!now.isBefore(retryAt)) {
                retryAt = null;
                restart(process, now);
            }
        } finally {
            operation.unlock();
        }
    }

    private void restart(ServerProcess dead, Instant now) {
        try {
            state = "starting again";
            dead.kill();
            dead.start();
            restarts++;
            lastRestart = now;
            state = "running";
        } catch (RuntimeException e) {
            state = "does not start";
            Supervisor.log(name() + ": " + e.getMessage());
            retryAt = Instant.now().plus(backOff.after(null, now));
        }
    }

    /** Returns whether it should run but does not. */
    boolean isDown() {
        return wanted && !isUp();
    }

    boolean isUp() {
        return process == null || process.isAlive();
    }

    boolean isWanted() {
        return wanted;
    }

    ComponentStatus status() {
        long pid = process == null ? -1 : process.pid();
        Duration startTime = process == null || pid < 0 ? null : process.startTime();
        return new ComponentStatus(
                name(),
                pid < 0 && state.equals("running") ? "died" : state,
                component.address(),
                pid,
                pid < 0 ? 0 : ResidentMemory.ofTree(pid),
                startTime,
                restarts,
                lastRestart);
    }
}
