/** Signed checkpoints of the chains: what one says, how it is made, and how the database keeps it. */
@NullMarked
package polyclinic.audit.checkpoints;

import org.jspecify.annotations.NullMarked;
