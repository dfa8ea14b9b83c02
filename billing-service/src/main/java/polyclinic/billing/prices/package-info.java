/** The price list, by date. */
@NullMarked
package polyclinic.billing.prices;

import org.jspecify.annotations.NullMarked;
