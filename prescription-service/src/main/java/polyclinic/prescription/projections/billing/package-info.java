/** What billing-service tells: what medicines cost, and which invoice has the lines of a dispense. */
@NullMarked
package polyclinic.prescription.projections.billing;

import org.jspecify.annotations.NullMarked;
