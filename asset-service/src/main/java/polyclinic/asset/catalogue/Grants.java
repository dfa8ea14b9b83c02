package polyclinic.asset.catalogue;

import static polyclinic.asset.kinds.Kind.DOCUMENT;
import static polyclinic.asset.kinds.Kind.PATIENT_PHOTO;
import static polyclinic.asset.kinds.Kind.PRESCRIPTION_FILE;
import static polyclinic.asset.kinds.Kind.SCAN;
import static polyclinic.asset.kinds.Kind.VOICE_RECORDING;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import polyclinic.asset.kinds.Kind;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;

/**
 * Whose assets of which kind somebody may read, store or delete. With several roles the widest reach counts.
 */
final class Grants {
    /** In the order of width. */
    enum Reach {
        OWN,
        CARE,
        ALL
    }

    private static final Set<Kind> CLINICAL =
            EnumSet.of(PATIENT_PHOTO, PRESCRIPTION_FILE, DOCUMENT, SCAN, VOICE_RECORDING);
    private static final Set<Kind> MADE_BY_STAFF = EnumSet.of(PATIENT_PHOTO, DOCUMENT, SCAN, VOICE_RECORDING);
    private static final Set<Kind> EVERYTHING = EnumSet.allOf(Kind.class);

    private final Map<Kind, Set<Reach>> reaches = new EnumMap<>(Kind.class);

    static Grants toRead(Caller caller) {
        Grants grants = new Grants();
        if (caller.is(Roles.PATIENT)) grants.add(CLINICAL, Reach.OWN);
        if (caller.is(Roles.RECEPTIONIST)) grants.add(EnumSet.of(PATIENT_PHOTO), Reach.ALL);
        if (caller.is(Roles.NURSE)) grants.add(CLINICAL, Reach.ALL);
        if (caller.is(Roles.DOCTOR)) grants.add(CLINICAL, Reach.CARE);
        if (caller.is(Roles.PHARMACIST)) grants.add(EnumSet.of(PRESCRIPTION_FILE), Reach.ALL);
        if (caller.is(Roles.ADMIN)) grants.add(EVERYTHING, Reach.ALL);
        if (caller.is(Roles.SERVICE)) grants.add(EnumSet.of(PRESCRIPTION_FILE), Reach.ALL);
        return grants;
    }

    static Grants toStore(Caller caller) {
        Grants grants = new Grants();
        if (caller.is(Roles.PATIENT)) grants.add(EnumSet.of(PATIENT_PHOTO, DOCUMENT), Reach.OWN);
        if (caller.is(Roles.RECEPTIONIST)) grants.add(EnumSet.of(PATIENT_PHOTO, DOCUMENT), Reach.ALL);
        if (caller.is(Roles.NURSE)) grants.add(MADE_BY_STAFF, Reach.ALL);
        if (caller.is(Roles.DOCTOR)) grants.add(MADE_BY_STAFF, Reach.CARE);
        if (caller.is(Roles.ADMIN)) grants.add(EVERYTHING, Reach.ALL);
        if (caller.is(Roles.SERVICE)) grants.add(EnumSet.of(PRESCRIPTION_FILE), Reach.ALL);
        return grants;
    }

    static Grants toDelete(Caller caller) {
        Grants grants = new Grants();
        if (caller.is(Roles.ADMIN)) grants.add(EVERYTHING, Reach.ALL);
        if (caller.is(Roles.SERVICE)) grants.add(EnumSet.of(PRESCRIPTION_FILE), Reach.ALL);
        return grants;
    }

    private void add(Set<Kind> kinds, Reach reach) {
        for (Kind kind : kinds)
            reaches.computeIfAbsent(kind, any -> EnumSet.noneOf(Reach.class)).add(reach);
    }

    /** Kinds that are granted with just this reach (wider ones swallow narrower ones). */
    Set<Kind> kinds(Reach reach) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        reaches.forEach((kind, granted) -> {
            if (granted.contains(reach) && (reach == Reach.ALL || !granted.contains(Reach.ALL))) kinds.add(kind);
        });
        return kinds;
    }

    boolean include(Kind kind) {
        return reaches.containsKey(kind);
    }

    boolean include(Kind kind, Reach reach) {
        return reaches.getOrDefault(kind, Set.of()).contains(reach);
    }
}
