/** The stock ledger: movements of batches, which are added and never changed, and what they may not do. */
@NullMarked
package polyclinic.prescription.inventory.ledger;

import org.jspecify.annotations.NullMarked;
