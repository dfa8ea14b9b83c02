/** What the clinic keeps in stock, with what is there of it. */
@NullMarked
package polyclinic.prescription.inventory.items;

import org.jspecify.annotations.NullMarked;
