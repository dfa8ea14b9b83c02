/** What the trail is hashed by: the canonical form of JSON, and Merkle trees. */
@NullMarked
package polyclinic.clients.audit.hashes;

import org.jspecify.annotations.NullMarked;
