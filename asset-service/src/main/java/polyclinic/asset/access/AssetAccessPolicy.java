package polyclinic.asset.access;

import static polyclinic.asset.access.AssetKind.DOCUMENT;
import static polyclinic.asset.access.AssetKind.PATIENT_PHOTO;
import static polyclinic.asset.access.AssetKind.PRESCRIPTION_FILE;
import static polyclinic.asset.access.AssetKind.SCAN;
import static polyclinic.asset.access.AssetKind.VOICE_RECORDING;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Reach;
import polyclinic.commons.identity.Roles;

/**
 * Role × kind × reach: whose assets of which kind a caller may read, store or delete. With several roles each kind is reached
 * as any of them reaches it. A role that is not named reaches nothing.
 */
public final class AssetAccessPolicy {
    private static final Set<AssetKind> CLINICAL =
            EnumSet.of(PATIENT_PHOTO, PRESCRIPTION_FILE, DOCUMENT, SCAN, VOICE_RECORDING);
    private static final Set<AssetKind> MADE_BY_STAFF = EnumSet.of(PATIENT_PHOTO, DOCUMENT, SCAN, VOICE_RECORDING);
    private static final Set<AssetKind> EVERYTHING = EnumSet.allOf(AssetKind.class);

    private final Map<AssetKind, Set<Reach>> reaches = new EnumMap<>(AssetKind.class);

    private AssetAccessPolicy() {}

    public static AssetAccessPolicy toRead(Caller caller) {
        return new AssetAccessPolicy()
                .grant(caller, Roles.PATIENT, CLINICAL, Reach.OWN)
                .grant(caller, Roles.RECEPTIONIST, EnumSet.of(PATIENT_PHOTO), Reach.ALL)
                .grant(caller, Roles.NURSE, CLINICAL, Reach.ALL)
                .grant(caller, Roles.DOCTOR, CLINICAL, Reach.CARE)
                .grant(caller, Roles.PHARMACIST, EnumSet.of(PRESCRIPTION_FILE), Reach.ALL)
                .grant(caller, Roles.ADMIN, EVERYTHING, Reach.ALL)
                .grant(caller, Roles.PRESCRIPTION_DOCUMENT, EnumSet.of(PRESCRIPTION_FILE), Reach.ALL)
                // Their texts alone: no other operation takes the role.
                .grant(caller, Roles.DOCUMENT_TEXT, EnumSet.of(PRESCRIPTION_FILE, DOCUMENT, SCAN), Reach.ALL);
    }

    public static AssetAccessPolicy toStore(Caller caller) {
        return new AssetAccessPolicy()
                .grant(caller, Roles.PATIENT, EnumSet.of(PATIENT_PHOTO, DOCUMENT), Reach.OWN)
                .grant(caller, Roles.RECEPTIONIST, EnumSet.of(PATIENT_PHOTO, DOCUMENT), Reach.ALL)
                .grant(caller, Roles.NURSE, MADE_BY_STAFF, Reach.ALL)
                .grant(caller, Roles.DOCTOR, MADE_BY_STAFF, Reach.CARE)
                .grant(caller, Roles.ADMIN, EVERYTHING, Reach.ALL)
                .grant(caller, Roles.PRESCRIPTION_DOCUMENT, EnumSet.of(PRESCRIPTION_FILE), Reach.ALL);
    }

    public static AssetAccessPolicy toDelete(Caller caller) {
        return new AssetAccessPolicy()
                .grant(caller, Roles.ADMIN, EVERYTHING, Reach.ALL)
                .grant(caller, Roles.PRESCRIPTION_DOCUMENT_DELETE, EnumSet.of(PRESCRIPTION_FILE), Reach.ALL);
    }

    /** Whether the caller is a service of the suite, which stores and reads for many people and is never counted as one. */
    public static boolean isOfSuite(Caller caller) {
        return caller.is(Roles.PRESCRIPTION_DOCUMENT);
    }

    /** Whether the caller is the service that has looked at the patient of an asset of this kind itself. */
    public static boolean vouchesForPatient(Caller caller, AssetKind kind) {
        return kind == PRESCRIPTION_FILE && isOfSuite(caller);
    }

    /**
     * Whether what the caller stores may turn out not to hold good: a prescription's document is there before the prescription is
     * issued, and goes when issuing fails.
     */
    public static boolean isPreliminary(Caller caller, AssetKind kind) {
        return kind == PRESCRIPTION_FILE && isOfSuite(caller);
    }

    /** Whether the caller is shown what does not hold good yet: who made it, and who looks after the store. */
    public static boolean seesPreliminary(Caller caller) {
        return isOfSuite(caller) || caller.is(Roles.ADMIN);
    }

    private AssetAccessPolicy grant(Caller caller, String role, Set<AssetKind> kinds, Reach reach) {
        if (caller.is(role))
            for (AssetKind kind : kinds)
                reaches.computeIfAbsent(kind, any -> EnumSet.noneOf(Reach.class))
                        .add(reach);
        return this;
    }

    /** Kinds that are granted with just this reach (a wider one swallows the narrower ones). */
    Set<AssetKind> kinds(Reach reach) {
        Set<AssetKind> kinds = EnumSet.noneOf(AssetKind.class);
        reaches.forEach((kind, granted) -> {
            if (granted.contains(reach) && (reach == Reach.ALL || !granted.contains(Reach.ALL))) kinds.add(kind);
        });
        return kinds;
    }

    /** Kinds that are granted with any reach. */
    public Set<AssetKind> kinds() {
        return Set.copyOf(reaches.keySet());
    }

    public boolean includes(AssetKind kind) {
        return reaches.containsKey(kind);
    }

    boolean includes(AssetKind kind, Reach reach) {
        return reaches.getOrDefault(kind, Set.of()).contains(reach);
    }
}
