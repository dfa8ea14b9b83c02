package polyclinic.notes.content;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.OwnerLookup;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.notes.clients.AssetClient;
import polyclinic.notes.clients.EncounterClient;

/**
 * What documents refer to in other services: it must be there, be shown to the caller and be the same patient's. Nothing here
 * keeps encounters or assets, so their owners are asked, in the caller's name.
 */
@ApplicationScoped
public class References {
    private final EncounterClient encounters;
    private final AssetClient assets;
    private final CurrentCaller caller;

    References(@RestClient EncounterClient encounters, @RestClient AssetClient assets, CurrentCaller caller) {
        this.encounters = encounters;
        this.assets = assets;
        this.caller = caller;
    }

    /** Fails with 422 {@code unknown-reference} unless there is no reference or the encounter is the patient's. */
    public Uni<Void> requireEncounter(String field, @Nullable UUID id, UUID patientId) {
        if (id == null) return Uni.createFrom().voidItem();
        return OwnerLookup.require("appointment-service", field, encounters.encounter(bearer(), id), patientId);
    }

    /** The same for an asset. */
    public Uni<Void> requireAsset(String field, @Nullable UUID id, UUID patientId) {
        if (id == null) return Uni.createFrom().voidItem();
        return OwnerLookup.require("asset-service", field, assets.asset(bearer(), id), patientId);
    }

    private String bearer() {
        return "Bearer " + caller.bearer();
    }
}
