/** Stores a record in the clinic, reads it back and compares. */
@NullMarked
package polyclinic.clients.replay.transfer;

import org.jspecify.annotations.NullMarked;
