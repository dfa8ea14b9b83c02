/** The Ed25519 keys: the one that signs checkpoints, those that are trusted, and those by which services are known. */
@NullMarked
package polyclinic.audit.signing;

import org.jspecify.annotations.NullMarked;
