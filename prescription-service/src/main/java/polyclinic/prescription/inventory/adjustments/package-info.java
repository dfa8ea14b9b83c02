/** Corrections of stock: by a difference with its reason, or by what was counted. */
@NullMarked
package polyclinic.prescription.inventory.adjustments;

import org.jspecify.annotations.NullMarked;
