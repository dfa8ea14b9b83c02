/** Who may see and who may change what is billed. */
@NullMarked
package polyclinic.billing.access;

import org.jspecify.annotations.NullMarked;
