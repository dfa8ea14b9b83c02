/** Meaning as numbers: embeddings and how near two of them are. */
@NullMarked
package polyclinic.patient.embeddings;

import org.jspecify.annotations.NullMarked;
