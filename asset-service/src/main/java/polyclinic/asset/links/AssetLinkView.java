package polyclinic.asset.links;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;

/**
 * A link to a content.
 *
 * @param url absolute where it leads to the store, else to be resolved against the API's address
 */
record AssetLinkView(UUID id, @Nullable UUID patientId, String url, Instant expiresAt) implements PatientData {}
