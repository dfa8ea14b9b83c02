/** What a line comes to, and how an amount is apportioned: every rule of rounding is here. */
@NullMarked
package polyclinic.billing.money;

import org.jspecify.annotations.NullMarked;
