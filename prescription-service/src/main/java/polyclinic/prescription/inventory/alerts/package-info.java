/** What is told of stock: that it runs low, is there again, or will expire. */
@NullMarked
package polyclinic.prescription.inventory.alerts;

import org.jspecify.annotations.NullMarked;
