/** What an auditor takes away to check the trail offline: checkpoints with consistency proofs, keys, inclusion proofs. */
@NullMarked
package polyclinic.audit.proofs;

import org.jspecify.annotations.NullMarked;
