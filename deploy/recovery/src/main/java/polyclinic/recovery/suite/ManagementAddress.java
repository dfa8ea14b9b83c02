package polyclinic.recovery.suite;

import java.net.URI;

/**
 * The management interface of one process.
 *
 * @param uri where it is asked: of a name that stands for several processes, the address of one
 * @param name for which its certificate has to be, when {@code uri} is https
 */
public record ManagementAddress(URI uri, String name) {
    /** Returns host and port. */
    public String authority() {
        return uri.getAuthority();
    }
}
