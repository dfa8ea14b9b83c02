package polyclinic.audit.proofs;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import polyclinic.audit.signing.ProducerKeyView;
import polyclinic.audit.signing.PublicKeyView;

/**
 * The trusted public keys.
 *
 * @param items those that sign checkpoints
 * @param producers those by which the entries of services are known
 */
@Schema(name = "AuditKeys")
record KeysView(List<PublicKeyView> items, List<ProducerKeyView> producers) {}
