package polyclinic.audit.proofs;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import polyclinic.audit.signing.PublicKeyView;

/** The trusted public keys. */
@Schema(name = "Keys")
record KeysView(List<PublicKeyView> items) {}
