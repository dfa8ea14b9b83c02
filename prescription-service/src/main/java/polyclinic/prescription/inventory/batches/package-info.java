/** Batches: deliveries of an item with lot, expiry and cost; their receipt and their recall. */
@NullMarked
package polyclinic.prescription.inventory.batches;

import org.jspecify.annotations.NullMarked;
