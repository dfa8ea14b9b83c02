/** Merkle trees of RFC 9162 section 2: hashes, compact ranges, and inclusion and consistency proofs. It knows no store. */
@NullMarked
package polyclinic.audit.tree;

import org.jspecify.annotations.NullMarked;
