/** Deletion of the documents that failed attempts left at asset-service. */
@NullMarked
package polyclinic.prescription.cleanup;

import org.jspecify.annotations.NullMarked;
