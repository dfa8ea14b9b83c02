package polyclinic.local.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.ServerProcess;

/**
 * One server or service of the stack.
 *
 * @param name as the commands take it
 * @param address where it listens
 * @param needs names of those that must be ready before it starts
 * @param process what runs, null for a server of the user's own
 */
public record Component(
        String name,
        String address,
        List<String> needs,
        @Nullable ServerProcess process) {
    /** Returns whether it is a server of the user's own, which the stack neither starts nor stops. */
    public boolean isOwn() {
        return process == null;
    }

    public boolean isService() {
        return process instanceof ServiceProcess;
    }

    /** Returns the service that it is a replica of; for a server its own name. */
    public String service() {
        return process instanceof ServiceProcess service ? service.service() : name;
    }

    /** Returns whether it was built again since it started. */
    public boolean isOutdated() {
        return process instanceof ServiceProcess service && service.isOutdated();
    }
}
