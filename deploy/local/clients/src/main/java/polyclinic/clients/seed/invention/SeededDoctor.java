package polyclinic.clients.seed.invention;

import java.util.UUID;

/** A doctor of the invented clinic, who has no account. */
public record SeededDoctor(UUID id, String name) {
    /** Why each appointment that was cancelled was. */
    public static final String CANCELLATION = "Called off by telephone";
}
