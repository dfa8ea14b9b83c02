package polyclinic.commons.identity;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * One resource's line of a service's access table: each role and how far it reaches. Every role must be named, so a role that
 * is added to {@link Roles} cannot be forgotten: the service does not start. Several roles reach what each of them reaches:
 * reach(A + B) = reach(A) ∪ reach(B).
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

    /** The same, with how far a machine's role reaches besides: a table that people share names only their roles. */
    public AccessPolicy and(String machine, Reach reach) {
        if (Roles.ALL.contains(machine)) throw new IllegalArgumentException(machine + " is a role of people");
        Map<String, Reach> more = new HashMap<>(reaches);
        more.put(machine, reach);
        return new AccessPolicy(Map.copyOf(more));
    }

    /** Whether the table says how far each of the roles reaches. */
    public boolean names(Collection<String> roles) {
        return reaches.keySet().containsAll(roles);
    }

    /** Whether any of the caller's roles reaches anything. A role that is not the realm's reaches nothing. */
    public boolean grants(Caller caller) {
        return !scope(caller).equals(Scope.NONE);
    }

    /**
     * The union of what each of the caller's roles reaches, as a condition of queries: never wider than its roles together. An
     * account that is linked to no patient owns nothing.
     */
    public Scope scope(Caller caller) {
        Set<Reach> granted = EnumSet.noneOf(Reach.class);
        for (String role : caller.roles()) granted.add(reaches.getOrDefault(role, Reach.NONE));
        if (granted.contains(Reach.ALL)) return Scope.ALL;
        UUID own = granted.contains(Reach.OWN) ? caller.patientId() : null;
        if (!granted.contains(Reach.CARE)) return own == null ? Scope.NONE : new Scope.OwnPatient(own);
        return own == null
                ? new Scope.InCareOf(caller.subject())
                : new Scope.OwnPatientOrInCareOf(own, caller.subject());
    }
}
