package polyclinic.commons.identity;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One resource's line of a service's access table: each role and how far it reaches. Every role must be named, so a role that
 * is added to {@link Roles} cannot be forgotten: the service does not start. Of several roles the widest reach counts.
 */
public final class AccessPolicy {
    private final Map<String, Reach> reaches;

    private AccessPolicy(Map<String, Reach> reaches) {
        this.reaches = reaches;
    }

    /** @throws IllegalArgumentException when a role is missing or unknown */
    public static AccessPolicy of(Map<String, Reach> reaches) {
        if (!reaches.keySet().equals(Roles.ALL)) {
            Set<String> difference = new TreeSet<>(Roles.ALL);
            difference.removeAll(reaches.keySet());
            throw new IllegalArgumentException("roles missing in an access table: " + difference);
        }
        return new AccessPolicy(Map.copyOf(reaches));
    }

    /** How far the caller reaches by the widest of their roles. A role that is not the realm's reaches nothing. */
    public Reach reach(Caller caller) {
        Reach widest = Reach.NONE;
        for (String role : caller.roles()) {
            Reach reach = reaches.getOrDefault(role, Reach.NONE);
            if (reach.compareTo(widest) > 0) widest = reach;
        }
        return widest;
    }

    /** The same as a condition of queries. An account that is linked to no patient owns nothing. */
    public Scope scope(Caller caller) {
        return switch (reach(caller)) {
            case ALL -> Scope.ALL;
            case CARE -> new Scope.InCareOf(caller.subject());
            case OWN -> caller.patientId() == null ? Scope.NONE : new Scope.OwnPatient(caller.patientId());
            case NONE -> Scope.NONE;
        };
    }
}
