/** Care relationships and known patients in MongoDB. */
@NullMarked
package polyclinic.commons.access.mongo;

import org.jspecify.annotations.NullMarked;
