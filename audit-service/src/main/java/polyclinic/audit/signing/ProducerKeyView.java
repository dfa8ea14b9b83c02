package polyclinic.audit.signing;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A public key by which a service's entries are known.
 *
 * @param service whose entries it signs
 * @param keyId the first 16 hex digits of the SHA-256 of the key
 * @param publicKey X.509 SubjectPublicKeyInfo (RFC 8410), base64
 */
@Schema(name = "ProducerKey")
public record ProducerKeyView(String service, String keyId, String algorithm, String publicKey) {}
