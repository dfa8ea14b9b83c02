/** Years of a chain, sealed in S3, and the way out of the database that they leave for what is older. */
@NullMarked
package polyclinic.audit.sealing;

import org.jspecify.annotations.NullMarked;
