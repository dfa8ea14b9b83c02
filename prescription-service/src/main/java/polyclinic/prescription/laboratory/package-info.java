/** Laboratory requests: the entity with all versions of its results, its repository and its events. */
@NullMarked
package polyclinic.prescription.laboratory;

import org.jspecify.annotations.NullMarked;
