package polyclinic.local;

import java.util.List;
import polyclinic.local.servers.ServerProcess;

/**
 * One server or service of the stack.
 *
 * @param name as the commands take it
 * @param address where it listens
 * @param needs names of those that must be ready before it starts
 * @param process what runs, null for a server of the user's own
 */
record Component(String name, String address, List<String> needs, ServerProcess process) {
    boolean isOwn() {
        return process == null;
    }

    boolean isService() {
        return process instanceof ServiceProcess;
    }
}
