/** How much may be stored for a patient in a day, and on the disk that uploads pass through. */
@NullMarked
package polyclinic.asset.quotas;

import org.jspecify.annotations.NullMarked;
