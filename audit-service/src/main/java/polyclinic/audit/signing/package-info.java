/** The Ed25519 keys: the one that signs checkpoints, and the public keys that are trusted. */
@NullMarked
package polyclinic.audit.signing;

import org.jspecify.annotations.NullMarked;
