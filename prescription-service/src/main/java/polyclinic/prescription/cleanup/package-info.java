/** Documents of attempts that failed are deleted at asset-service. */
@NullMarked
package polyclinic.prescription.cleanup;

import org.jspecify.annotations.NullMarked;
