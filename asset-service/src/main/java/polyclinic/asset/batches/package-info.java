/** Batches of a patient's documents, and how far each has come. */
@NullMarked
package polyclinic.asset.batches;

import org.jspecify.annotations.NullMarked;
